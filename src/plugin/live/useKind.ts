import { useMemo } from 'react';
import type { FluxKindName } from '../../core/flux/kinds.ts';
import { useNamespaceFilter } from '../headlamp/selection.ts';
import { useClusters } from './useClusters.ts';
import { useStores } from './useStores.ts';
import type { KindView } from './views.ts';

/** One kind in each selected cluster, within the namespaces chosen in Headlamp. */
export function useKind(kind: FluxKindName): readonly { cluster: string; view: KindView }[] {
  const clusters = useClusters();
  const filter = useNamespaceFilter();
  const views = useStores(clusters, store => store.view(kind, filter));
  return useMemo(
    () => views.map((view, i) => ({ cluster: clusters[i] ?? '', view })),
    [views, clusters]
  );
}
