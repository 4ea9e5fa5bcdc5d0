import type { FluxKindName } from '../../core/flux/kinds.ts';
import {
  chooseVersions,
  fluxGroupVersions,
  servedOfAggregated,
  servedOfGroupVersion,
} from '../../core/flux/servedKinds.ts';
import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import { type Connection, ConnectionError } from '../headlamp/connection.ts';

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

type Versions = Map<FluxKindName, string>;

/** Which version of each Flux kind to read: one request, or one more per group version on older servers. */
async function discover(connection: Connection, signal: AbortSignal): Promise<Versions> {
  const headers = { Accept: aggregated };
  const { body } = await connection.read({ path: '/apis', headers, signal });
  const served = servedOfAggregated(body);
  if (served) return chooseVersions(served);
  const lists = await Promise.all(
    fluxGroupVersions(body).map(groupVersion =>
      connection.read({ path: `/apis/${groupVersion}`, signal }).then(
        answer => servedOfGroupVersion(answer.body),
        error => {
          // Listed but not served any more: its kinds are absent, the others are not.
          const why = ConnectionError.whyOf(error);
          if (why.kind === 'refused' && why.status === 404) return [];
          throw error;
        }
      )
    )
  );
  return chooseVersions(new Set(lists.flat()));
}

const second = 1000;
const answerWithin = 15 * second;
/** How often missing kinds are looked for. */
const recheck = 60 * second;

export interface Discovery {
  /** `live` once the versions are known. */
  readonly phase: InformerPhase;
  close(): void;
}

/** Chooses the versions of a cluster, tries again until it answers, and looks again while a kind is missing. */
export function startDiscovery(options: {
  connection: Connection;
  clock: Clock;
  onVersions: (versions: Versions) => void;
  onPhase: () => void;
  isComplete: () => boolean;
}): Discovery {
  const { connection, clock, onVersions, onPhase, isComplete } = options;
  let phase: InformerPhase = { name: 'loading', loaded: 0 };
  let attempt = 0;
  let isClosed = false;
  let stop = new AbortController();
  let undo = () => {};

  function again(after: number) {
    undo = clock.after(after, () => {
      if (phase.name === 'live' && isComplete()) again(recheck);
      else void look();
    });
  }

  async function look() {
    stop = new AbortController();
    const signal = stop.signal;
    let isLate = false;
    const tooLate = clock.after(answerWithin, () => {
      isLate = true;
      stop.abort();
    });
    const answer = await discover(connection, signal).catch((error: unknown) => {
      const message = `the API server did not answer within ${answerWithin / second} s`;
      return isLate ? ({ kind: 'timedOut', message } as const) : ConnectionError.whyOf(error);
    });
    tooLate();
    if (isClosed) return;
    if (answer instanceof Map) {
      attempt = 0;
      if (phase.name !== 'live') phase = { name: 'live' };
      again(recheck);
      return onVersions(answer);
    }
    attempt += 1;
    const wait = Math.min(second * 2 ** (attempt - 1), 30 * second) * (0.5 + clock.random() / 2);
    again(wait);
    // Once known, versions do not become unknown because one more look failed.
    if (phase.name === 'live') return;
    phase = { name: 'failed', why: answer, retryAt: clock.now() + wait };
    onPhase();
  }

  void look();
  return {
    get phase() {
      return phase;
    },
    close() {
      isClosed = true;
      undo();
      stop.abort();
    },
  };
}
