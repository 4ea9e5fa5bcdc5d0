import { crossingsOf } from './crossings.ts';
import type { Linked, Links } from './links.ts';

/** Back and forth this often: more changes little, and costs as much each time. */
const sweeps = 8;

/** The nodes of each layer, from the top, in the order of a walk from the left: children stand beside each other. */
function walkOrder(layer: Int32Array, { size, right, left }: Linked): number[][] {
  const layers: number[][] = [];
  const seen = new Uint8Array(size);
  const visit = (start: number) => {
    const stack = [start];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen[node]) continue;
      seen[node] = 1;
      (layers[layer[node] ?? 0] ??= []).push(node);
      const next = right[node] ?? [];
      for (let index = next.length - 1; index >= 0; index -= 1) stack.push(next[index] ?? 0);
    }
  };
  for (let node = 0; node < size; node += 1) if (left[node]?.length === 0) visit(node);
  // Without its back edges every graph has somewhere to begin: all has been visited.
  for (let index = 0; index < layers.length; index += 1) layers[index] ??= [];
  return layers;
}

/** Where in their layers the neighbours of a node are at the mean, from 0 to 1; NaN where it has none. */
function middleOf(
  node: number,
  links: Links,
  place: Int32Array,
  layer: Int32Array,
  sizes: Int32Array
): number {
  const ends = links[node] ?? [];
  let sum = 0;
  for (const end of ends) sum += ((place[end] ?? 0) + 0.5) / (sizes[layer[end] ?? 0] ?? 1);
  return sum / ends.length;
}

/** The layers with each node near its neighbours, so that few edges cross. */
export function orderLayers(layer: Int32Array, graph: Linked): number[][] {
  const layers = walkOrder(layer, graph);
  const sizes = Int32Array.from(layers, nodes => nodes.length);
  const place = new Int32Array(graph.size);
  const number = (nodes: readonly number[]) => {
    for (const [index, node] of nodes.entries()) place[node] = index;
  };
  for (const nodes of layers) number(nodes);

  const wanted = new Float64Array(graph.size);
  let best = layers.map(nodes => [...nodes]);
  let fewest = crossingsOf(layers, layer, place, graph);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const isRightwards = sweep % 2 === 0;
    const links = isRightwards ? graph.left : graph.right;
    const walked = isRightwards ? layers : [...layers].reverse();
    for (const nodes of walked) {
      let [isSorted, last] = [true, -1];
      for (const [index, node] of nodes.entries()) {
        const middle = middleOf(node, links, place, layer, sizes);
        // Who has no neighbours there stays where it is.
        const own = Number.isNaN(middle) ? (index + 0.5) / nodes.length : middle;
        wanted[node] = own;
        isSorted &&= own >= last;
        last = own;
      }
      if (isSorted) continue;
      nodes.sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
      number(nodes);
    }
    const crossings = crossingsOf(layers, layer, place, graph);
    if (crossings < fewest) {
      fewest = crossings;
      best = layers.map(nodes => [...nodes]);
    }
  }
  return best;
}

/**
 * The layers with the nodes that were placed before in their old order, and each new one among them where its
 * neighbours are: what a person looks at does not change places because something came or went.
 */
export function keepOrder(
  layer: Int32Array,
  graph: Linked,
  before: (node: number) => number | undefined
): number[][] {
  const layers = walkOrder(layer, graph);
  const wanted = new Float64Array(graph.size).fill(NaN);
  for (let node = 0; node < graph.size; node += 1) wanted[node] = before(node) ?? NaN;
  for (const nodes of layers) {
    let last = -1;
    for (const node of nodes) {
      if (Number.isNaN(wanted[node])) {
        let [sum, count] = [0, 0];
        for (const end of [...(graph.left[node] ?? []), ...(graph.right[node] ?? [])]) {
          const at = wanted[end] ?? NaN;
          if (Number.isNaN(at)) continue;
          [sum, count] = [sum + at, count + 1];
        }
        wanted[node] = count > 0 ? sum / count : last;
      }
      last = wanted[node] ?? last;
    }
    nodes.sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  }
  return layers;
}
