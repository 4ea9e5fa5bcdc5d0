import { type Layers, layersOf } from '../../../core/flux/layers.ts';
import type { ClusterView, KindView } from '../../live/views.ts';

const known = new WeakMap<KindView, readonly Layers[]>();

/** Of each root Kustomization of a cluster that applies others; made anew only when a Kustomization has changed. */
export function rootLayers({ kinds }: ClusterView): readonly Layers[] {
  const view = kinds.get('Kustomization');
  if (!view) return [];
  const layers =
    known.get(view) ??
    layersOf(view.entries.map(({ object }) => object)).filter(({ columns }) => columns.length > 0);
  known.set(view, layers);
  return layers;
}
