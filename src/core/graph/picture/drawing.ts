import type { Counts } from './counts.ts';
import { foldByGroup } from './foldByGroup.ts';
import { foldByParent } from './foldByParent.ts';
import type { FoldingQuery, Grouping, GroupOf } from './folding.ts';
import { isWeak, type LineName } from './line.ts';
import type { Picture, PictureNode } from './picture.ts';

export interface DrawnGroup {
  type: 'group';
  id: string;
  of: GroupOf;
  size: number;
  states: Counts;
}

export interface DrawnOne {
  type: 'one';
  id: string;
  node: PictureNode;
  /** What is folded into it, since there is no room for more boxes. */
  inside?: DrawnGroup;
}

export type DrawnNode = DrawnOne | DrawnGroup;

/** All lines of one meaning between two boxes. */
export interface DrawnLine {
  id: string;
  name: LineName;
  from: string;
  to: string;
  isWeak: boolean;
  count: number;
}

export interface Drawing {
  nodes: readonly DrawnNode[];
  lines: readonly DrawnLine[];
  /** In which box each node of the picture is. */
  homes: ReadonlyMap<string, string>;
}

export interface DrawingQuery extends FoldingQuery {
  by: Grouping;
}

/** At most `limit` boxes for a picture of any size: what is in trouble is drawn first, the rest is counted. */
export function drawingOf(picture: Picture, query: DrawingQuery): Drawing {
  const { by } = query;
  const groups = by === 'layer' ? foldByParent(picture, query) : foldByGroup(picture, by, query);
  const homes = new Map<string, string>();
  const drawn = new Map<string, DrawnGroup>();
  const inside = new Map<string, DrawnGroup>();
  for (const { id, of, members, inside: home } of groups) {
    const states: Counts = {};
    for (const member of members) {
      homes.set(member, home ?? id);
      const state = picture.nodes.get(member)?.state ?? 'none';
      states[state] = (states[state] ?? 0) + 1;
    }
    const group: DrawnGroup = { type: 'group', id, of, size: members.length, states };
    if (home) inside.set(home, group);
    else drawn.set(id, group);
  }
  const nodes: DrawnNode[] = [];
  for (const [id, node] of picture.nodes) {
    if (homes.has(id)) continue;
    homes.set(id, id);
    const folded = inside.get(id);
    nodes.push({ type: 'one', id, node, ...(folded && { inside: folded }) });
  }
  // After the others: the box of those that are not drawn comes last among its siblings.
  return { nodes: [...nodes, ...drawn.values()], lines: mergeLines(picture, homes), homes };
}

function mergeLines({ lines }: Picture, homes: ReadonlyMap<string, string>): DrawnLine[] {
  const merged = new Map<string, DrawnLine>();
  for (const line of lines) {
    const [from, to] = [homes.get(line.from), homes.get(line.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const id = `${line.name} ${from} ${to}`;
    const known = merged.get(id);
    if (known) known.count += 1;
    else merged.set(id, { id, name: line.name, from, to, isWeak: isWeak(line), count: 1 });
  }
  return [...merged.values()];
}
