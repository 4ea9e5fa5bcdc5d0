import { useMemo } from 'react';
import { inventoryOf } from '../../../core/flux/inventory.ts';
import { dependenciesOf, sourceOf } from '../../../core/flux/sourceOf.ts';
import { isBroken } from '../../../core/graph/picture/picture.ts';
import { refKey } from '../../../core/kubernetes/ref.ts';
import type { MapData, MapEdge, MapNode } from '../../headlamp/registerMap.tsx';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import type { ClusterView, FluxEntry } from '../../live/views.ts';

function toNode(entry: FluxEntry, { kinds }: ClusterView): MapNode[] {
  const view = kinds.get(entry.kind);
  const { uid } = entry.object.metadata;
  if (!view?.version || !uid) return [];
  const { name } = entry.state;
  const status = isBroken(name) ? 'error' : name === 'ready' ? 'success' : 'warning';
  const { cluster, object } = entry;
  return [{ uid, cluster, kind: view.kind, version: view.version, object, status }];
}

/** Flux's objects of the selected clusters, and what binds them to each other, as the host's map wants it. */
export function toMapData(clusters: readonly ClusterView[]): MapData {
  const nodes: MapNode[] = [];
  const edges: MapEdge[] = [];
  for (const view of clusters) {
    const entries = [...view.kinds.values()].flatMap(kind => kind.entries);
    const uids = new Map(entries.map(({ key, object }) => [key, object.metadata.uid]));
    for (const entry of entries) {
      nodes.push(...toNode(entry, view));
      const own = uids.get(entry.key);
      const source = sourceOf(entry.object);
      const left = [...(source ? [source] : []), ...dependenciesOf(entry.object)];
      const bind = (from: string | undefined, to: string | undefined) => {
        if (from && to && from !== to) edges.push({ from, to });
      };
      for (const ref of left) bind(uids.get(refKey(ref)), own);
      for (const ref of inventoryOf(entry.object)) bind(own, uids.get(refKey(ref)));
    }
  }
  return { nodes, edges };
}

export function useMapData(): MapData | undefined {
  const clusters = useFluxObjects();
  return useMemo(() => {
    const kinds = clusters.flatMap(view => [...view.kinds.values()]);
    const isKnown = kinds.length > 0 && kinds.every(({ phase }) => phase.name !== 'loading');
    return isKnown ? toMapData(clusters) : undefined;
  }, [clusters]);
}
