import type { Linked } from './links.ts';

/** How many pairs of edges that end in two neighbouring layers cross, for nodes at these places of their layers. */
export function crossingsOf(
  layers: readonly (readonly number[])[],
  layer: Int32Array,
  place: Int32Array,
  { right }: Linked
): number {
  let crossings = 0;
  for (const [index, nodes] of layers.entries()) {
    const width = layers[index + 1]?.length ?? 0;
    if (width === 0) continue;
    // Edges from the top: each crosses those before it that end below it (a Fenwick tree counts them).
    const counts = new Int32Array(width + 1);
    let total = 0;
    for (const node of nodes) {
      const ends: number[] = [];
      for (const to of right[node] ?? []) {
        if (layer[to] === index + 1) ends.push(place[to] ?? 0);
      }
      for (const end of ends) {
        let above = 0;
        for (let at = end + 1; at > 0; at -= at & -at) above += counts[at] ?? 0;
        crossings += total - above;
      }
      for (const end of ends) {
        for (let at = end + 1; at <= width; at += at & -at) counts[at] = (counts[at] ?? 0) + 1;
      }
      total += ends.length;
    }
  }
  return crossings;
}
