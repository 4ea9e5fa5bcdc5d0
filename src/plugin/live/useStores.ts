import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useNamespaceFilter } from '../headlamp/selection.ts';
import type { ClusterStore, NamespaceFilter } from './clusterStore.ts';
import { holdStore, storeOf } from './stores.ts';

/** One value from the store of each cluster, kept up to date. `read` gives the same value while nothing changed. */
function useStores<T>(clusters: readonly string[], read: (store: ClusterStore) => T): readonly T[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const undo = clusters.flatMap(cluster => [
        holdStore(cluster),
        storeOf(cluster).subscribe(listener),
      ]);
      return () => undo.forEach(call => call());
    },
    [clusters]
  );
  const last = useRef<readonly T[]>([]);
  return useSyncExternalStore(subscribe, () => {
    const values = clusters.map(cluster => read(storeOf(cluster)));
    const isSame =
      values.length === last.current.length &&
      values.every((value, i) => Object.is(value, last.current[i]));
    if (!isSame) last.current = values;
    return last.current;
  });
}

/** As `useStores`, within the namespaces chosen in Headlamp, which are looked into where the cluster is forbidden. */
export function useFilteredStores<T>(
  clusters: readonly string[],
  read: (store: ClusterStore, filter: NamespaceFilter) => T
): readonly T[] {
  const filter = useNamespaceFilter();
  useEffect(() => {
    for (const cluster of clusters) storeOf(cluster).setNamespaces(filter);
  }, [clusters, filter]);
  return useStores(clusters, store => read(store, filter));
}

/** One value from the store of one cluster. */
export function useStore<T>(cluster: string, read: (store: ClusterStore) => T): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      const letGo = holdStore(cluster);
      const undo = storeOf(cluster).subscribe(listener);
      return () => {
        undo();
        letGo();
      };
    },
    [cluster]
  );
  return useSyncExternalStore(subscribe, () => read(storeOf(cluster)));
}
