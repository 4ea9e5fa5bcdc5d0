import type { Clock } from '../../src/core/kubernetes/informerLoop.ts';
import type { InformerPhase } from '../../src/core/kubernetes/informerPhase.ts';
import { keyOf, type ObjectChange } from '../../src/core/kubernetes/objectChange.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { createInformer } from '../../src/node/kubernetes/informer.ts';
import { createHostConnection } from '../../src/plugin/headlamp/hostConnection.ts';
import { startCollection } from '../../src/plugin/live/collection.ts';
import { serveCluster } from '../doubles/apiProxy.ts';

/** An informer under test, whatever carries it. */
export interface InformerSubject {
  phase(): InformerPhase;
  /** The names of its phases so far, each as often as it came. */
  phases: readonly string[];
  /** `namespace/name: resourceVersion` of what it holds by its own changes, sorted. */
  held(): string[];
  close(): void;
}

interface Watched {
  /** Of an API server that asks for no token. */
  url: string;
  namespace: string;
  /** Of the core group. */
  plural: string;
  clock: Clock;
}

/** Follows the changes that it is told, and fails where one is told twice or out of order. */
function follower() {
  const objects = new Map<string, string>();
  return {
    onChange(change: ObjectChange) {
      const key = keyOf(change.object);
      const isRight = objects.has(key) === (change.type !== 'added');
      if (!isRight) throw new Error(`${change.type} ${key} does not follow from what was told`);
      if (change.type === 'deleted') objects.delete(key);
      else objects.set(key, change.object.metadata.resourceVersion ?? '');
    },
    held: () => [...objects].map(([key, version]) => `${key}: ${version}`).sort(),
  };
}

function phaseBook() {
  const phases: string[] = ['loading'];
  let last: InformerPhase = { name: 'loading', loaded: 0 };
  return {
    phases,
    phase: () => last,
    note(phase: InformerPhase) {
      last = phase;
      if (phases.at(-1) !== phase.name) phases.push(phase.name);
    },
  };
}

/** Of the adapter whose watch brings what is there. */
export const streamed = 'browser-streamed';

let started = 0;

function startInBrowser(
  { url, namespace, plural, clock }: Watched,
  isShort: boolean
): InformerSubject {
  // What one cluster refused once is not asked of it again.
  const cluster = `noah-${(started += 1)}`;
  serveCluster(cluster, url);
  const { onChange, held } = follower();
  const { phase, phases, note } = phaseBook();
  const collection = startCollection({
    connection: createHostConnection(cluster),
    clock,
    resource: { group: '', version: 'v1', plural },
    namespaces: [namespace],
    isShort,
    onChanges: changes => changes.forEach(onChange),
    onPhase: () => collection.scopes.forEach(scope => note(scope.phase)),
  });
  return { phase, phases, held, close: collection.close };
}

function startInNode(
  { url, namespace, plural, clock }: Watched,
  isWhole: boolean
): InformerSubject {
  const client = createClient({ server: url });
  const { onChange, held } = follower();
  const { phase, phases, note } = phaseBook();
  const path = `/api/v1/namespaces/${namespace}/${plural}`;
  const informer = createInformer(client, { path, isWhole, onChange, onState: note, clock });
  return {
    phase,
    phases,
    held,
    close() {
      informer.close();
      client.close();
    },
  };
}

export const informerAdapters: Record<string, (at: Watched) => InformerSubject> = {
  Node: at => startInNode(at, false),
  'Node-whole': at => startInNode(at, true),
  browser: at => startInBrowser(at, false),
  [streamed]: at => startInBrowser(at, true),
};
