import type { LineName } from './line.ts';
import type { Picture } from './picture.ts';

/** Each node below the one that it comes from: who applies it, else what it depends on, else what it takes. */
export interface Forest {
  /** In the order of the picture; `undefined` has those that nobody comes before. */
  children: ReadonlyMap<string | undefined, readonly string[]>;
  /** Parents before their children, everybody once. */
  order: readonly string[];
}

const closeness: readonly LineName[] = ['applies', 'dependsOn', 'source', 'images', 'notifies'];

function parentsOf({ nodes, lines }: Picture): Map<string, string> {
  const parents = new Map<string, { id: string; rank: number }>();
  const propose = (child: string, id: string, rank: number) => {
    const known = parents.get(child);
    if (!known || rank < known.rank || (rank === known.rank && id < known.id)) {
      parents.set(child, { id, rank });
    }
  };
  for (const { name, from, to } of lines) {
    if (!nodes.has(from) || !nodes.has(to)) continue;
    // Who only reads a value does not come from it.
    if (name !== 'values') propose(to, from, closeness.indexOf(name));
  }
  return new Map([...parents].map(([child, { id }]) => [child, id]));
}

export function forestOf(picture: Picture): Forest {
  const parents = parentsOf(picture);
  const children = new Map<string | undefined, string[]>([[undefined, []]]);
  const add = (parent: string | undefined, child: string) => {
    const siblings = children.get(parent);
    if (siblings) siblings.push(child);
    else children.set(parent, [child]);
  };
  for (const id of picture.nodes.keys()) add(parents.get(id), id);
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (start: string) => {
    const open = [start];
    for (const id of open) {
      if (seen.has(id)) continue;
      seen.add(id);
      order.push(id);
      open.push(...(children.get(id) ?? []));
    }
  };
  for (const id of children.get(undefined) ?? []) visit(id);
  for (const id of picture.nodes.keys()) {
    if (seen.has(id)) continue;
    // A circle, and all that hangs on it: its first node stands alone at the beginning.
    const siblings = children.get(parents.get(id)) ?? [];
    siblings.splice(siblings.indexOf(id), 1);
    add(undefined, id);
    visit(id);
  }
  return { children, order };
}
