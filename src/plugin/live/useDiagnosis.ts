import { useCallback, useSyncExternalStore } from 'react';
import type { DiagnosisView } from './diagnosisStore.ts';
import { diagnosisOf } from './diagnosisStores.ts';

/** What is broken in a cluster and why. What that needs is read while this is mounted. */
export function useDiagnosis(cluster: string): DiagnosisView {
  const subscribe = useCallback(
    (listener: () => void) => diagnosisOf(cluster).subscribe(listener),
    [cluster]
  );
  return useSyncExternalStore(subscribe, () => diagnosisOf(cluster).view());
}
