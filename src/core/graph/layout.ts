import { heightsOf, keepHeights } from './layout/heights.ts';
import { layersOf, type Link } from './layout/layers.ts';
import { keepOrder, orderLayers } from './layout/order.ts';

export interface LayoutEdge {
  /** Its left end, and its right one. */
  from: string;
  to: string;
  /** The first to be given up where edges lead in a circle. */
  isWeak?: boolean;
}

/** Where a node is drawn. Both count boxes with the space around them: whoever draws knows how large they are. */
export interface Place {
  /** From the left. */
  layer: number;
  /** From the topmost node, downwards; not whole, and never less than one from its neighbours in the layer. */
  height: number;
}

export type Layout = ReadonlyMap<string, Place>;

/** What of an earlier layout is kept: the order of the nodes in their layers, or as far as can be their places too. */
export interface Kept {
  layout: Layout;
  keep: 'order' | 'places';
}

/**
 * A graph from left to right: each edge to a layer further right, few crossings, parents in the middle of their
 * children. The order of `ids` is that of nodes of which nothing else tells it. An edge with an end that is not in
 * `ids` is not seen.
 */
export function layoutOf(
  ids: readonly string[],
  edges: readonly LayoutEdge[],
  kept?: Kept
): Layout {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const links: Link[] = [];
  for (const { from, to, isWeak = false } of edges) {
    const [left, right] = [numbers.get(from), numbers.get(to)];
    if (left === undefined || right === undefined || left === right) continue;
    links.push({ from: left, to: right, isWeak });
  }
  const { layer, graph } = layersOf(ids.length, links);
  const before = (node: number) => kept?.layout.get(ids[node] ?? '')?.height;
  const known = ids.filter(id => kept?.layout.has(id)).length;
  // Of another graph nothing is worth keeping.
  const isKept = kept !== undefined && known * 2 >= ids.length;
  const layers = isKept ? keepOrder(layer, graph, before) : orderLayers(layer, graph);
  const height =
    isKept && kept.keep === 'places'
      ? keepHeights(layers, graph, before)
      : heightsOf(layers, graph);
  return new Map(
    ids.map((id, node) => [id, { layer: layer[node] ?? 0, height: height[node] ?? 0 }])
  );
}
