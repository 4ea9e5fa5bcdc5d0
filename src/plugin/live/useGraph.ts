import { useCallback, useSyncExternalStore } from 'react';
import type { GraphView } from './diagnosisStore.ts';
import { diagnosisOf } from './diagnosisStores.ts';

/** A cluster's objects and what they say of each other: Flux's, and what the diagnosis reads beside them. */
export function useGraph(cluster: string): GraphView {
  const subscribe = useCallback(
    (listener: () => void) => diagnosisOf(cluster).subscribe(listener),
    [cluster]
  );
  return useSyncExternalStore(subscribe, () => diagnosisOf(cluster).graphView());
}
