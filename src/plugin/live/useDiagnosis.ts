import { useCallback, useRef, useSyncExternalStore } from 'react';
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

/** The same of each of several clusters, in their order; the array is another one only when one of them is. */
export function useDiagnoses(clusters: readonly string[]): readonly DiagnosisView[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const undo = clusters.map(cluster => diagnosisOf(cluster).subscribe(listener));
      return () => undo.forEach(call => call());
    },
    [clusters]
  );
  const last = useRef<readonly DiagnosisView[]>([]);
  return useSyncExternalStore(subscribe, () => {
    const views = clusters.map(cluster => diagnosisOf(cluster).view());
    const isSame =
      views.length === last.current.length && views.every((view, at) => view === last.current[at]);
    if (!isSame) last.current = views;
    return last.current;
  });
}
