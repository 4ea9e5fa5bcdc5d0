import { urgencyOf } from './counts.ts';
import type { FoldingQuery, Group } from './folding.ts';
import type { Picture } from './picture.ts';

/** The box of the groups for which there is no room. */
const others = 'other groups';

function keysOf(picture: Picture, by: 'namespace' | 'owner'): (id: string) => string | undefined {
  if (by === 'namespace') return id => picture.nodes.get(id)?.ref?.namespace ?? '';
  const appliers = new Map<string, string>();
  for (const { name, from, to } of picture.lines) if (name === 'applies') appliers.set(to, from);
  return id => appliers.get(id);
}

/** One box for all of a namespace, or for all that one object applied; the members of opened ones are drawn. */
export function foldByGroup(
  picture: Picture,
  by: 'namespace' | 'owner',
  { opened, pinned, limit }: FoldingQuery
): Group[] {
  const keyOf = keysOf(picture, by);
  const groups = new Map<string, Group & { members: string[]; urgency: number }>();
  for (const [id, node] of picture.nodes) {
    const key = keyOf(id);
    const name = `${by} ${key ?? ''}`;
    const group = groups.get(name) ?? { id: name, of: { by, key }, members: [], urgency: Infinity };
    groups.set(name, group);
    group.members.push(id);
    group.urgency = Math.min(group.urgency, urgencyOf(node.state));
  }
  const ranked = [...groups.values()].sort(
    (a, b) => a.urgency - b.urgency || b.members.length - a.members.length || compare(a.id, b.id)
  );
  const shown = ranked.slice(0, ranked.length > limit ? limit - 1 : limit);
  const hidden = ranked.slice(shown.length);
  let free = limit - shown.length - (hidden.length > 0 ? 1 : 0);
  const folded: Group[] = [];
  for (const { id, of, members } of shown) {
    if (members.length === 1) continue;
    const [first, last] = [[] as string[], [] as string[]];
    for (const member of members) {
      const isWanted = opened.has(id) || pinned.has(member);
      if (isWanted && free > 0) {
        first.push(member);
        free -= 1;
      } else last.push(member);
    }
    // All of them drawn, the box of the group itself is not.
    if (last.length === 0) free += 1;
    // One box for a single other one is the box that it would have itself.
    else if (last.length > 1) folded.push({ id, of, members: last });
  }
  if (hidden.length > 0) {
    folded.push({ id: others, of: { by }, members: hidden.flatMap(({ members }) => members) });
  }
  return folded;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
