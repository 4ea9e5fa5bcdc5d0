import { useCallback, useSyncExternalStore } from 'react';
import type { ClusterStore } from './clusterStore.ts';
import { runningStore } from './stores.ts';

/** One value from the store of one cluster while something else on the page keeps it running; none is started for it. */
export function useRunningStore<T>(
  cluster: string,
  read: (store: ClusterStore) => T
): T | undefined {
  const subscribe = useCallback(
    (listener: () => void) => runningStore(cluster)?.subscribe(listener) ?? (() => {}),
    [cluster]
  );
  return useSyncExternalStore(subscribe, () => {
    const store = runningStore(cluster);
    return store && read(store);
  });
}
