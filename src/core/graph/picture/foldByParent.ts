import { isAtRest } from '../../flux/state.ts';
import { urgencyOf } from './counts.ts';
import type { FoldingQuery, Group } from './folding.ts';
import { type Forest, forestOf } from './forest.ts';
import { isBroken, type Picture } from './picture.ts';

/** A picture with no more nodes than this is drawn whole. */
const smallAtMost = 16;
/** So many children of one node are drawn, fewer where that makes too many boxes. */
const childrenAtMost = [8, 6, 5, 4, 3, 2, 1];
/** And of those that are well and have no children, a few stand for all. */
const quietAtMost = 2;

/** What a node and everything below it amount to. */
interface Branch {
  size: number;
  urgency: number;
  isPinned: boolean;
  /** Nothing to say: alone, well, and nobody asks for it. */
  isQuiet: boolean;
}

const none: Branch = { size: 1, urgency: Infinity, isPinned: false, isQuiet: true };

function branchesOf(picture: Picture, { order, children }: Forest, pinned: ReadonlySet<string>) {
  const branches = new Map<string, Branch>();
  for (const id of [...order].reverse()) {
    const node = picture.nodes.get(id);
    const own = isBroken(node?.state) || node?.marks.includes('missing');
    const branch: Branch = {
      size: 1,
      urgency: own ? urgencyOf(node?.state) : Infinity,
      isPinned: pinned.has(id),
      isQuiet: isAtRest(node?.state ?? 'ready') && node?.marks.length === 0,
    };
    for (const child of children.get(id) ?? []) {
      const below = branches.get(child);
      if (!below) continue;
      branch.size += below.size;
      branch.urgency = Math.min(branch.urgency, below.urgency);
      branch.isPinned ||= below.isPinned;
    }
    branch.isQuiet &&= branch.size === 1 && !branch.isPinned;
    branches.set(id, branch);
  }
  return branches;
}

/** The id of the box of those children that are not drawn. */
function restId(parent: string | undefined): string {
  return `rest of ${parent ?? ''}`;
}

/**
 * Draws some children of each node: who is in trouble, or has somebody in trouble below, first; then who is not well
 * or has children of its own. The others are one box beside them.
 */
export function foldByParent(picture: Picture, query: FoldingQuery): Group[] {
  const { pinned, opened, limit } = query;
  if (picture.nodes.size <= Math.min(smallAtMost, limit)) return [];
  const forest = forestOf(picture);
  const branches = branchesOf(picture, forest, pinned);
  const branchOf = (id: string) => branches.get(id) ?? none;
  const ranked = new Map<string | undefined, readonly string[]>();
  for (const [parent, ids] of forest.children) {
    const compare = (a: string, b: string) => {
      const [one, other] = [branchOf(a), branchOf(b)];
      return (
        Number(other.isPinned) - Number(one.isPinned) ||
        compareUrgency(one.urgency, other.urgency) ||
        Number(one.isQuiet) - Number(other.isQuiet) ||
        Number(other.size > 1) - Number(one.size > 1)
      );
    };
    ranked.set(parent, [...ids].sort(compare));
  }

  const fold = (most: number, room: number) => {
    const groups: Group[] = [];
    let boxes = 0;
    const shown: (string | undefined)[] = [undefined];
    for (const parent of shown) {
      const ids = ranked.get(parent) ?? [];
      if (ids.length === 0) continue;
      const id = restId(parent);
      const pins = ids.filter(child => branchOf(child).isPinned).length;
      const loud = ids.filter(child => !branchOf(child).isQuiet).length;
      const some = Math.max(Math.min(most, loud + quietAtMost), pins);
      const wanted = opened.has(id) ? ids.length : some;
      // One box for a single other one is the box that it would have itself.
      const all = ids.length <= wanted + 1 ? ids.length : wanted;
      const free = room - boxes;
      const fits = all < ids.length || all > free ? Math.min(all, free - 1) : all;
      const count = parent === undefined ? Math.max(fits, 1) : fits;
      const rest = ids.slice(Math.max(count, 0));
      if (rest.length > 0) {
        const members = rest.flatMap(child => wholeBranch(forest, child));
        const isRoom = count > 0 || free > 0;
        groups.push({
          id,
          of: { by: 'layer', key: parent },
          members,
          ...(!isRoom && parent !== undefined && { inside: parent }),
        });
        if (isRoom) boxes += 1;
      }
      const drawn = ids.slice(0, Math.max(count, 0));
      boxes += drawn.length;
      shown.push(...drawn);
    }
    return { groups, boxes };
  };

  for (const most of childrenAtMost) {
    const folded = fold(most, Infinity);
    if (folded.boxes <= limit) return folded.groups;
  }
  return fold(1, limit).groups;
}

function compareUrgency(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function wholeBranch({ children }: Forest, id: string): string[] {
  const branch = [id];
  for (const each of branch) branch.push(...(children.get(each) ?? []));
  return branch;
}
