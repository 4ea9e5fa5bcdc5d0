import type { Linked } from './links.ts';

/** Towards the left, towards the right, and once more: then parents stand in the middle of their children. */
const sweeps = 4;

/** How much room each node needs, in boxes. */
type RoomOf = (node: number) => number;

/**
 * Places in order, as near as can be to where they want to be with room for each: neighbours who are too near are
 * moved together, as one block around their common mean ("pool adjacent violators").
 */
function spread(
  nodes: readonly number[],
  roomOf: RoomOf,
  wanted: readonly number[],
  weight: (index: number) => number
): number[] {
  const blocks: { sum: number; weight: number; count: number }[] = [];
  // Where each would be if all stood as close as they may.
  const close: number[] = [];
  let end = 0;
  for (const node of nodes) {
    close.push(end + roomOf(node) / 2);
    end += roomOf(node);
  }
  for (const [index, height] of wanted.entries()) {
    const own = weight(index);
    let block = { sum: (height - (close[index] ?? 0)) * own, weight: own, count: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight > block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  let index = 0;
  return blocks.flatMap(({ sum, weight: total, count }) =>
    Array.from({ length: count }, () => sum / total + (close[index++] ?? 0))
  );
}

/** How far down each node is, in boxes; the topmost is at 0. */
export function heightsOf(
  layers: readonly (readonly number[])[],
  graph: Linked,
  roomOf: RoomOf
): Float64Array {
  const height = new Float64Array(graph.size);
  for (const nodes of layers) {
    for (const [index, node] of nodes.entries()) height[node] = index - (nodes.length - 1) / 2;
  }
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isLeftwards = sweep % 2 === 0;
    const links = isLeftwards ? graph.right : graph.left;
    for (const nodes of isLeftwards ? [...layers].reverse() : layers) {
      const wanted = nodes.map(node => {
        const ends = links[node] ?? [];
        if (ends.length === 0) return height[node] ?? 0;
        let sum = 0;
        for (const end of ends) sum += height[end] ?? 0;
        return sum / ends.length;
      });
      // Whoever has neighbours there pulls as strongly as it has many; the others give way.
      const spreaded = spread(nodes, roomOf, wanted, index => {
        const count = links[nodes[index] ?? 0]?.length ?? 0;
        return count === 0 ? 0.1 : Math.min(count, 8);
      });
      for (const [index, node] of nodes.entries()) height[node] = spreaded[index] ?? 0;
    }
  }
  const top = height.reduce((least, at) => Math.min(least, at), Infinity);
  return height.map(at => at - top);
}

/** As before wherever that is possible; new nodes beside their neighbours, who give way as little as they can. */
export function keepHeights(
  layers: readonly (readonly number[])[],
  graph: Linked,
  roomOf: RoomOf,
  before: (node: number) => number | undefined
): Float64Array {
  const height = new Float64Array(graph.size).fill(NaN);
  for (let node = 0; node < graph.size; node += 1) height[node] = before(node) ?? NaN;
  for (const nodes of layers) {
    const isNew = nodes.map(node => Number.isNaN(height[node]));
    let last = NaN;
    const wanted = nodes.map(node => {
      const own = height[node] ?? NaN;
      if (!Number.isNaN(own)) return (last = own);
      const ends = [...(graph.left[node] ?? []), ...(graph.right[node] ?? [])];
      const known = ends.map(end => height[end] ?? NaN).filter(at => !Number.isNaN(at));
      const sum = known.reduce((total, at) => total + at, 0);
      last = known.length > 0 ? sum / known.length : Number.isNaN(last) ? 0 : last + 1;
      return last;
    });
    const spreaded = spread(nodes, roomOf, wanted, index => (isNew[index] ? 0.01 : 1));
    for (const [index, node] of nodes.entries()) height[node] = spreaded[index] ?? 0;
  }
  return height;
}
