import { useCallback, useEffect } from 'react';
import { holdStore, storeOf } from './stores.ts';

/** The clock of a cluster's API server: milliseconds, whenever called. Never a reason to render. */
export function useServerClock(cluster: string): () => number {
  useEffect(() => holdStore(cluster), [cluster]);
  return useCallback(() => storeOf(cluster).now(), [cluster]);
}
