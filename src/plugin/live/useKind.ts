import { useMemo } from 'react';
import type { FluxKindName } from '../../core/flux/kinds.ts';
import { useClusters } from './useClusters.ts';
import { useFilteredStores } from './useStores.ts';
import type { KindView } from './views.ts';

/** One kind in each selected cluster, within the namespaces chosen in Headlamp. */
export function useKind(kind: FluxKindName): readonly { cluster: string; view: KindView }[] {
  const clusters = useClusters();
  const views = useFilteredStores(clusters, (store, filter) => store.view(kind, filter));
  return useMemo(
    () => views.map((view, i) => ({ cluster: clusters[i] ?? '', view })),
    [views, clusters]
  );
}
