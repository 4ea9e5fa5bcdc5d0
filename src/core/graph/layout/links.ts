/** Numbers of nodes at the other ends, by the number of a node. */
export type Links = readonly (readonly number[])[];

/** A directed graph of nodes by their numbers. */
export interface Linked {
  size: number;
  /** Where the edges of a node lead. */
  right: Links;
  /** Where the edges that lead to it begin. */
  left: Links;
}

export function linked(size: number, pairs: Iterable<readonly [number, number]>): Linked {
  const right: number[][] = Array.from({ length: size }, () => []);
  const left: number[][] = Array.from({ length: size }, () => []);
  for (const [from, to] of pairs) {
    right[from]?.push(to);
    left[to]?.push(from);
  }
  return { size, right, left };
}
