import type { FluxKindName } from '../../core/flux/kinds.ts';
import {
  chooseVersions,
  fluxGroupVersions,
  servedOfAggregated,
  servedOfGroupVersion,
  type ServedResources,
} from '../../core/flux/servedKinds.ts';
import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import {
  builtInResources,
  resourcesOfAggregated,
  type ResourceTable,
} from '../../core/kubernetes/servedResources.ts';
import { type Connection, ConnectionError } from '../headlamp/connection.ts';

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** What a cluster serves: which version of each Flux kind to read, and where all other kinds are. */
export interface Served {
  versions: ReadonlyMap<FluxKindName, string>;
  resources: ResourceTable;
  names: ServedResources;
}

/** One request, or one more per group version of Flux on older servers, which tell nothing of others. */
async function discover(connection: Connection, signal: AbortSignal): Promise<Served> {
  const headers = { Accept: aggregated };
  const { body } = await connection.read({ path: '/apis', headers, signal });
  const served = servedOfAggregated(body);
  if (served) {
    const resources = resourcesOfAggregated(body);
    return { versions: chooseVersions(served), resources, names: served };
  }
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
  const names = new Set(lists.flat());
  return { versions: chooseVersions(names), resources: builtInResources, names };
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
  onServed: (served: Served) => void;
  onPhase: () => void;
  isComplete: () => boolean;
}): Discovery {
  const { connection, clock, onServed, onPhase, isComplete } = options;
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
    if ('versions' in answer) {
      attempt = 0;
      if (phase.name !== 'live') phase = { name: 'live' };
      again(recheck);
      return onServed(answer);
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
