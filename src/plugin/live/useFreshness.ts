import { useStore } from './useStores.ts';
import type { Freshness } from './views.ts';

/** Whether what is shown of a cluster is live, or since when and why not. */
export function useFreshness(cluster: string): Freshness {
  return useStore(cluster, store => store.freshness());
}
