import { useClusters } from './useClusters.ts';
import { useFilteredStores } from './useStores.ts';
import type { ClusterView } from './views.ts';

/** Every Flux object of each selected cluster, within the namespaces chosen in Headlamp. */
export function useFluxObjects(): readonly ClusterView[] {
  return useFilteredStores(useClusters(), (store, filter) => store.clusterView(filter));
}
