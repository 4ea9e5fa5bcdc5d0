import { useNamespaceFilter } from '../headlamp/selection.ts';
import { useClusters } from './useClusters.ts';
import { useStores } from './useStores.ts';
import type { ClusterView } from './views.ts';

/** Every Flux object of each selected cluster, within the namespaces chosen in Headlamp. */
export function useFluxObjects(): readonly ClusterView[] {
  const filter = useNamespaceFilter();
  return useStores(useClusters(), store => store.clusterView(filter));
}
