import { allowedNamespaces } from '../headlamp/clusterSettings.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { isSigningIn } from '../headlamp/signIn.ts';
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

/** The store of a cluster if something has asked for it; none is started. */
export function runningStore(cluster: string): ClusterStore | undefined {
  return held.get(cluster)?.store;
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
    if (entry.holders > 0) return;
    // What one user may see is not the next one's.
    if (isSigningIn()) drop(cluster);
    else entry.letGo = browserClock.after(linger, () => drop(cluster));
  };
}

/** Something kept as long as a cluster's store, and so forgotten with the user who may know it. */
export function createStoreCache<T>(make: (cluster: string) => T): (cluster: string) => T {
  const made = new WeakMap<ClusterStore, T>();
  return cluster => {
    const store = storeOf(cluster);
    const found = made.get(store) ?? make(cluster);
    made.set(store, found);
    return found;
  };
}
