import type { Entry } from '../../worker/entry.ts';

/** By what the tree can be narrowed, in the order of the chips. */
export const treeFilters = [
  'changed',
  'created',
  'recreated',
  'deleted',
  'leftBehind',
  'notComparable',
] as const;
export type TreeFilter = (typeof treeFilters)[number];

/** What the rows of the tree stand under: risky ones first, then by what happens to them or by who applies them. */
export type TreeGroup =
  | { by: 'risk' }
  | { by: 'change'; change: Entry['change'] }
  | { by: 'notComparable' }
  | { by: 'kustomization'; name: string };

export type TreeRow =
  | { key: string; kind: 'group'; group: TreeGroup; count: number; isOpen: boolean }
  | { key: string; kind: 'entry'; entry: Entry; place: number; of: number };

/** Whether an entry passes one of the chips. */
function passes(entry: Entry, filter: TreeFilter): boolean {
  switch (filter) {
    case 'leftBehind':
      return entry.fate === 'left-behind';
    case 'notComparable':
      return entry.notComparable > 0;
    default:
      return entry.change === filter;
  }
}

/** Whether there is anything to see in it: an object that differs only by noise is shown with the noise. */
function isShown(entry: Entry, noise: boolean): boolean {
  return entry.change !== 'same' || entry.notComparable > 0 || (noise && entry.noise > 0);
}

export function countFilters(entries: readonly Entry[]): Record<TreeFilter, number> {
  const counts = Object.fromEntries(treeFilters.map(name => [name, 0]));
  for (const entry of entries) {
    for (const name of treeFilters) if (passes(entry, name)) counts[name]! += 1;
  }
  return counts as Record<TreeFilter, number>;
}

/** The entries that filter, search and noise leave. `found`: the ids that a search found; without one, all. */
export function narrow(
  entries: readonly Entry[],
  by: { filter: readonly TreeFilter[]; found?: ReadonlySet<number>; noise: boolean }
): Entry[] {
  const { filter, found, noise } = by;
  return entries.filter(
    entry =>
      isShown(entry, noise) &&
      (filter.length === 0 || filter.some(name => passes(entry, name))) &&
      (!found || found.has(entry.id))
  );
}

const changes: readonly Entry['change'][] = ['changed', 'created', 'recreated', 'deleted', 'same'];

function groupKey(group: TreeGroup): string {
  if (group.by === 'change') return `change/${group.change}`;
  return group.by === 'kustomization' ? `kustomization/${group.name}` : group.by;
}

function groupOf(entry: Entry, hasSeveral: boolean): TreeGroup {
  if (entry.risk) return { by: 'risk' };
  if (hasSeveral) return { by: 'kustomization', name: entry.kustomization };
  if (entry.change === 'same' && entry.notComparable > 0) return { by: 'notComparable' };
  return { by: 'change', change: entry.change };
}

/**
 * The rows of the tree, in the order of the stream within each group: rows that come later push none
 * from under the pointer. Where several Kustomizations changed something, each is a group.
 */
export function toTree(entries: readonly Entry[], closed: ReadonlySet<string>): TreeRow[] {
  const hasSeveral = new Set(entries.map(entry => entry.kustomization)).size > 1;
  const groups = new Map<string, { group: TreeGroup; entries: Entry[] }>();
  const add = (group: TreeGroup, ...more: Entry[]) => {
    const key = groupKey(group);
    const found = groups.get(key) ?? { group, entries: [] };
    found.entries.push(...more);
    groups.set(key, found);
  };
  add({ by: 'risk' });
  if (!hasSeveral) for (const change of changes) add({ by: 'change', change });
  for (const entry of entries) add(groupOf(entry, hasSeveral), entry);
  return [...groups].flatMap(([key, { group, entries: own }]): TreeRow[] => {
    if (own.length === 0) return [];
    const isOpen = !closed.has(key);
    const head: TreeRow = { key, kind: 'group', group, count: own.length, isOpen };
    const rows = own.map((entry, at): TreeRow => {
      return { key: entry.key, kind: 'entry', entry, place: at + 1, of: own.length };
    });
    return isOpen ? [head, ...rows] : [head];
  });
}
