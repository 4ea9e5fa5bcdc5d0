import { type Linked, linked } from './links.ts';

/** An edge between numbered nodes. */
export interface Link {
  from: number;
  to: number;
  isWeak: boolean;
}

/**
 * The edges without those that lead back to where they come from. Who is led to by weak edges only is walked first:
 * then it is a weak edge that leads back, as that of a root Kustomization to the source that it applies itself.
 */
function withoutBackEdges(size: number, links: readonly Link[]): Linked {
  const all = linked(
    size,
    links.map(({ from, to }) => [from, to] as const)
  );
  const isBegun = new Uint8Array(size);
  for (const { to, isWeak } of links) if (!isWeak) isBegun[to] = 1;
  const nodes = Array.from({ length: size }, (_, node) => node);
  const starts = [
    ...nodes.filter(node => all.left[node]?.length === 0),
    ...nodes.filter(node => !isBegun[node]),
    ...nodes,
  ];
  const [unseen, open, closed] = [0, 1, 2];
  const seen = new Uint8Array(size);
  const next = new Uint32Array(size);
  const kept: [number, number][] = [];
  for (const start of starts) {
    if (seen[start] !== unseen) continue;
    // With a stack of its own: a chain may be longer than the language's.
    const path = [start];
    seen[start] = open;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const at = next[node] ?? 0;
      const to = all.right[node]?.[at];
      if (to === undefined) {
        seen[node] = closed;
        path.pop();
        continue;
      }
      next[node] = at + 1;
      if (seen[to] === open) continue;
      kept.push([node, to]);
      if (seen[to] === closed) continue;
      seen[to] = open;
      path.push(to);
    }
  }
  return linked(size, kept);
}

/**
 * How many edges lie before each node at most, those of a cycle as if the one that closes it were not there. What
 * nothing leads to stands right before what it leads to, and not at the far left.
 */
export function layersOf(
  size: number,
  links: readonly Link[]
): { layer: Int32Array; graph: Linked } {
  const graph = withoutBackEdges(size, links);
  const layer = new Int32Array(size);
  const waits = Int32Array.from(graph.left, before => before.length);
  const ready: number[] = [];
  for (let node = 0; node < size; node += 1) if (waits[node] === 0) ready.push(node);
  // An array is walked to what is pushed meanwhile.
  for (const node of ready) {
    for (const to of graph.right[node] ?? []) {
      layer[to] = Math.max(layer[to] ?? 0, (layer[node] ?? 0) + 1);
      waits[to] = (waits[to] ?? 0) - 1;
      if (waits[to] === 0) ready.push(to);
    }
  }
  for (let node = 0; node < size; node += 1) {
    if (graph.left[node]?.length !== 0) continue;
    let first = Infinity;
    for (const to of graph.right[node] ?? []) first = Math.min(first, layer[to] ?? 0);
    if (first !== Infinity) layer[node] = first - 1;
  }
  return { layer, graph };
}
