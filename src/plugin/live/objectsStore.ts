import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { keyOf } from '../../core/kubernetes/objectChange.ts';
import { allowedNamespaces } from '../headlamp/clusterSettings.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { isSigningIn } from '../headlamp/signIn.ts';
import { browserClock } from './clock.ts';
import { startCollection } from './collection.ts';
import { createEntryTable } from './entryTable.ts';
import { createSignal } from './frames.ts';
import { phaseOfScopes } from './phases.ts';
import type { ObjectsQuery, ObjectsView } from './views.ts';

/** Objects of one query of one cluster, read while somebody listens and some seconds longer. */
export interface ObjectsStore {
  subscribe(listener: () => void): () => void;
  view(): ObjectsView;
}

const running = new Map<string, ObjectsStore>();
const linger = 5000;
const loading: InformerPhase = { name: 'loading', loaded: 0 };

/** The same query of the same cluster is read once, whoever asks. */
export function objectsStore(cluster: string, query: ObjectsQuery): ObjectsStore {
  const key = JSON.stringify([cluster, query]);
  const found = running.get(key);
  if (found) return found;
  const store = createObjectsStore(cluster, query, () => running.delete(key));
  running.set(key, store);
  return store;
}

function createObjectsStore(cluster: string, query: ObjectsQuery, onEnd: () => void): ObjectsStore {
  const { namespace, isClusterScoped, ...resource } = query;
  const allowed = namespace === '' && !isClusterScoped ? allowedNamespaces(cluster) : [];
  const table = createEntryTable<KubernetesObject>(keyOf);
  const signal = createSignal();
  let view: ObjectsView = { objects: [], phase: loading };
  let close: (() => void) | undefined;
  let listeners = 0;
  let letGo = () => {};

  function start() {
    const collection = startCollection({
      connection: createHostConnection(cluster),
      clock: browserClock,
      resource,
      namespaces: allowed.length > 0 ? allowed : [namespace],
      onChanges(changes) {
        for (const { type, object } of changes) {
          if (type === 'deleted') table.delete(keyOf(object));
          else table.set(keyOf(object), object);
        }
        signal.mark();
      },
      onPhase: signal.mark,
    });
    close = () => {
      collection.close();
      close = undefined;
      onEnd();
    };
    return () => phaseOfScopes(collection.scopes.map(scope => scope.phase));
  }
  let phaseOf = () => loading;

  return {
    subscribe(listener) {
      letGo();
      listeners += 1;
      if (!close) phaseOf = start();
      const undo = signal.subscribe(listener);
      return () => {
        undo();
        listeners -= 1;
        if (listeners > 0) return;
        if (isSigningIn()) close?.();
        else letGo = browserClock.after(linger, () => close?.());
      };
    },
    view() {
      const [objects, phase] = [table.entries, phaseOf()];
      if (view.objects !== objects || view.phase !== phase) view = { objects, phase };
      return view;
    },
  };
}
