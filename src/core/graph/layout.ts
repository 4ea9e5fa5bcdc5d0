import { heightsOf, keepHeights } from './layout/heights.ts';
import { layersOf, type Link } from './layout/layers.ts';
import { keepOrder, orderLayers } from './layout/order.ts';
import { stepsOf } from './layout/passes.ts';

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
  /** From the topmost node, downwards; not whole, and never less than one from the next in the layer. */
  height: number;
}

export interface Layout {
  places: ReadonlyMap<string, Place>;
  /**
   * How far down the lines of a node to layers further right than the next pass those between, by layer. Nothing else
   * is there: a line behind a box would look like one of the box's own.
   */
  passes: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** What of an earlier layout is kept: the order of the nodes in their layers, or as far as can be their places too. */
interface Kept {
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
  const layered = layersOf(ids.length, links);
  const { graph, layer, passes } = stepsOf(layered.graph, layered.layer);
  const before = (node: number) => {
    const pass = passes[node - ids.length];
    if (!pass) return kept?.layout.places.get(ids[node] ?? '')?.height;
    return kept?.layout.passes.get(ids[pass.node] ?? '')?.get(pass.layer);
  };
  const roomOf = (node: number) => (node < ids.length ? 1 : passRoom);
  const known = ids.filter(id => kept?.layout.places.has(id)).length;
  // Of another graph nothing is worth keeping.
  const isKept = kept !== undefined && known * 2 >= ids.length;
  const layers = isKept ? keepOrder(layer, graph, before) : orderLayers(layer, graph);
  const height =
    isKept && kept.keep === 'places'
      ? keepHeights(layers, graph, roomOf, before)
      : heightsOf(layers, graph, roomOf);
  const placed = ids.map(
    (id, node) => [id, { layer: layer[node] ?? 0, height: height[node] ?? 0 }] as const
  );
  const passed = new Map<string, Map<number, number>>();
  for (const [index, pass] of passes.entries()) {
    const id = ids[pass.node] ?? '';
    const heights = passed.get(id) ?? new Map<number, number>();
    passed.set(id, heights.set(pass.layer, height[ids.length + index] ?? 0));
  }
  return { places: new Map(placed), passes: passed };
}

/** How much room a line needs that passes a layer, in boxes. */
const passRoom = 0.35;
