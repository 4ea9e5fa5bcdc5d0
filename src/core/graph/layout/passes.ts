import { type Linked, linked } from './links.ts';

/** Where the lines of a node pass a layer on their way to one further right. */
interface Pass {
  node: number;
  layer: number;
}

/** A graph in which every edge leads to the next layer. */
interface Stepped {
  graph: Linked;
  layer: Int32Array;
  /** Numbered after the nodes. All lines of a node pass a layer at one place: they part as late as they can. */
  passes: readonly Pass[];
}

export function stepsOf({ size, right }: Linked, layer: Int32Array): Stepped {
  const passes: Pass[] = [];
  const pairs: [number, number][] = [];
  for (let node = 0; node < size; node += 1) {
    const [own, targets] = [layer[node] ?? 0, right[node] ?? []];
    let furthest = own;
    for (const to of targets) furthest = Math.max(furthest, layer[to] ?? 0);
    const first = size + passes.length - own - 1;
    for (let at = own + 1; at < furthest; at += 1) {
      pairs.push([at === own + 1 ? node : first + at - 1, first + at]);
      passes.push({ node, layer: at });
    }
    for (const to of targets) {
      const before = (layer[to] ?? 0) - 1;
      pairs.push([before === own ? node : first + before, to]);
    }
  }
  const layers = new Int32Array(size + passes.length);
  layers.set(layer);
  for (const [index, pass] of passes.entries()) layers[size + index] = pass.layer;
  return { graph: linked(size + passes.length, pairs), layer: layers, passes };
}
