import { allowedNamespaces } from '../headlamp/clusterSettings.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { browserClock } from './clock.ts';
import { type ClusterStore, startClusterStore } from './clusterStore.ts';
import { createSignal } from './frames.ts';

interface Held {
  store: ClusterStore;
  holders: number;
  letGo?: () => void;
}

const held = new Map<string, Held>();
/** Going from one page of Lumen to another keeps the connections. */
const linger = 5000;

/** The store of a cluster, started when it is first asked for. Held by `holdStore` or gone after some seconds. */
export function storeOf(cluster: string): ClusterStore {
  const found = held.get(cluster);
  if (found) return found.store;
  const store = startClusterStore({
    cluster,
    connection: createHostConnection(cluster),
    clock: browserClock,
    signal: createSignal(),
    allowedNamespaces: allowedNamespaces(cluster),
  });
  const entry: Held = { store, holders: 0 };
  held.set(cluster, entry);
  // Rendered but never mounted: nobody will let it go.
  entry.letGo = browserClock.after(linger, () => drop(cluster));
  return store;
}

function drop(cluster: string) {
  const entry = held.get(cluster);
  if (!entry || entry.holders > 0) return;
  held.delete(cluster);
  entry.store.close();
}

/** Keeps a cluster's store running until the undo, and some seconds longer. */
export function holdStore(cluster: string): () => void {
  storeOf(cluster);
  const entry = held.get(cluster);
  if (!entry) return () => {};
  entry.letGo?.();
  entry.holders += 1;
  return () => {
    entry.holders -= 1;
    if (entry.holders === 0) entry.letGo = browserClock.after(linger, () => drop(cluster));
  };
}
