import { contentKey, isMap } from './content.ts';
import { identitiesOf, type Identity, nameBy } from './listRules.ts';
import type { PathStep } from './path.ts';
import type { Place } from './place.ts';

/** What became of the items of a list: pairs of positions, each with the name of the item on the left. */
export interface Match {
  pairs: { left: number; right: number; step: PathStep }[];
  removed: { left: number; step: PathStep }[];
  added: { right: number; step: PathStep }[];
}

/** How a pass names the items it can: by `key` they are matched, by `step` they are called. */
type Naming = (item: unknown) => { key: string; step: PathStep } | undefined;

/** Matches the items of two lists by what they are, never by where they stand alone (D3). */
export function matchItems(
  left: readonly unknown[],
  right: readonly unknown[],
  place: Place,
  isOrdered: boolean
): Match {
  const identities = identitiesOf(place);
  const isNamed = (identity: Identity) =>
    [...left, ...right].some(item => isMap(item) && nameBy(item, identity) !== undefined);
  const plain = matchPlainly(left, right, identities.find(isNamed));
  if (plain) return plain;
  const keyed = identities.map(byIdentity);
  const passes: Naming[] = [...keyed, byContent, byFlag];
  const partner = new Map<number, number>();
  const namings = new Map<number, Naming>();
  const taken = new Set<number>();
  const pair = (from: number, to: number, naming: Naming) => {
    partner.set(from, to);
    taken.add(to);
    namings.set(from, naming);
  };
  for (const naming of passes) {
    if (partner.size === left.length || taken.size === right.length) break;
    const waiting = groupBy(right, naming, index => !taken.has(index));
    const open = groupBy(left, naming, index => !partner.has(index));
    for (const [key, froms] of open) {
      for (const [from, to] of pairUp(froms, waiting.get(key) ?? [], left, right)) {
        pair(from, to, naming);
      }
    }
  }
  const isNameless = (item: unknown) => keyed.every(naming => naming(item) === undefined);
  const restLeft = () => indices(left).filter(i => !partner.has(i) && isNameless(left[i]));
  const restRight = () => indices(right).filter(i => !taken.has(i) && isNameless(right[i]));
  for (const [from, to] of alike(left, right, restLeft(), restRight())) pair(from, to, byContent);
  if (isOrdered) {
    const found = betweenNeighbours(left, right, partner, restLeft(), restRight());
    for (const [from, to] of found) pair(from, to, byContent);
  }
  const nameLeft = namer(left, keyed);
  const nameRight = namer(right, keyed);
  return {
    pairs: [...partner]
      .sort(([a], [b]) => a - b)
      .map(([from, to]) => ({ left: from, right: to, step: nameLeft(from, namings.get(from)) })),
    removed: indices(left)
      .filter(index => !partner.has(index))
      .map(index => ({ left: index, step: nameLeft(index) })),
    added: indices(right)
      .filter(index => !taken.has(index))
      .map(index => ({ right: index, step: nameRight(index) })),
  };
}

function indices(items: readonly unknown[]): number[] {
  return Array.from(items, (_, index) => index);
}

/** The usual list: all of its items have the first name, no two the same, and at most one side has others. */
function matchPlainly(
  left: readonly unknown[],
  right: readonly unknown[],
  identity: Identity | undefined
): Match | undefined {
  const ours = identity && namesOf(left, identity);
  const theirs = identity && namesOf(right, identity);
  if (!ours || !theirs) return undefined;
  const match: Match = { pairs: [], removed: [], added: [] };
  for (const [key, { index, step }] of ours) {
    const to = theirs.get(key)?.index;
    if (to === undefined) match.removed.push({ left: index, step });
    else match.pairs.push({ left: index, right: to, step });
  }
  for (const [key, { index, step }] of theirs) {
    if (!ours.has(key)) match.added.push({ right: index, step });
  }
  return match.removed.length > 0 && match.added.length > 0 ? undefined : match;
}

function namesOf(items: readonly unknown[], identity: Identity) {
  const names = new Map<string, { index: number; step: PathStep }>();
  for (const [index, item] of items.entries()) {
    const name = isMap(item) ? nameBy(item, identity) : undefined;
    if (!name || names.has(name.key)) return undefined;
    names.set(name.key, { index, step: { item: name.name } });
  }
  return names;
}

function byIdentity(identity: Identity): Naming {
  return item => {
    const name = isMap(item) ? nameBy(item, identity) : undefined;
    return name && { key: name.key, step: { item: name.name } };
  };
}

const byContent: Naming = item =>
  item !== null && typeof item === 'object'
    ? { key: contentKey(item), step: { index: -1 } }
    : { key: contentKey(item), step: { value: item } };

/** `--level=debug` and `LEVEL=debug` are the same argument as `--level=info` and `LEVEL=info`. */
const byFlag: Naming = item => {
  const flag = typeof item === 'string' ? /^(-{0,2}[\w.-]{1,100})=/.exec(item)?.[1] : undefined;
  return flag === undefined ? undefined : { key: flag, step: { value: item } };
};

function groupBy(
  items: readonly unknown[],
  naming: Naming,
  isOpen: (index: number) => boolean
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  items.forEach((item, index) => {
    const key = isOpen(index) ? naming(item)?.key : undefined;
    if (key === undefined) return;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return groups;
}

/** Items that are named alike: the equal ones first, the rest in their order (D3.4). */
function pairUp(
  froms: readonly number[],
  tos: readonly number[],
  left: readonly unknown[],
  right: readonly unknown[]
): [number, number][] {
  if (froms.length === 1 && tos.length === 1) return [[froms[0] ?? 0, tos[0] ?? 0]];
  const pairs: [number, number][] = [];
  const waiting = new Map<string, number[]>();
  for (const to of tos) {
    const key = contentKey(right[to]);
    const equals = waiting.get(key);
    if (equals) equals.push(to);
    else waiting.set(key, [to]);
  }
  const open = froms.filter(from => {
    const to = waiting.get(contentKey(left[from]))?.shift();
    if (to !== undefined) pairs.push([from, to]);
    return to === undefined;
  });
  const rest = [...waiting.values()].flat().sort((a, b) => a - b);
  open.slice(0, rest.length).forEach((from, index) => pairs.push([from, rest[index] ?? 0]));
  return pairs;
}

const maxComparisons = 10_000;

/** Items without a name that share at least half of their fields, the most alike first (D3.5). */
function alike(
  left: readonly unknown[],
  right: readonly unknown[],
  froms: readonly number[],
  tos: readonly number[]
): [number, number][] {
  if (froms.length * tos.length > maxComparisons) return [];
  const parts = (item: unknown) =>
    isMap(item) ? new Set(Object.entries(item).map(entry => contentKey(entry))) : undefined;
  const theirs = tos.map(to => [to, parts(right[to])] as const);
  const scored: { from: number; to: number; score: number }[] = [];
  for (const from of froms) {
    const own = parts(left[from]);
    for (const [to, other] of theirs) {
      if (!own || !other) continue;
      const shared = [...own].filter(part => other.has(part)).length;
      const score = shared / Math.max(own.size, other.size, 1);
      if (score >= 0.5) scored.push({ from, to, score });
    }
  }
  scored.sort((a, b) => b.score - a.score);
  const used = { from: new Set<number>(), to: new Set<number>() };
  return scored.flatMap(({ from, to }): [number, number][] => {
    if (used.from.has(from) || used.to.has(to)) return [];
    used.from.add(from);
    used.to.add(to);
    return [[from, to]];
  });
}

/**
 * The one item between two matched neighbours that is on both sides another one: an edit (D3.5). More than one there
 * would be told apart by position alone, so they are not matched.
 */
function betweenNeighbours(
  left: readonly unknown[],
  right: readonly unknown[],
  partner: ReadonlyMap<number, number>,
  froms: readonly number[],
  tos: readonly number[]
): [number, number][] {
  const open = { from: new Set(froms), to: new Set(tos) };
  const backwards = new Map([...partner].map(([from, to]) => [to, from] as const));
  return froms.flatMap((from): [number, number][] => {
    const before = from === 0 ? -1 : partner.get(from - 1);
    const to = before === undefined ? undefined : before + 1;
    if (to === undefined || !open.to.has(to)) return [];
    const [next, after] = [partner.get(from + 1), backwards.get(to + 1)];
    const isLast = from === left.length - 1 && to === right.length - 1;
    const isBetween = next === to + 1 && after === from + 1;
    return (isLast || isBetween) && isMap(left[from]) === isMap(right[to]) ? [[from, to]] : [];
  });
}

/** Names an item of a list so that no other item of that list has its name, by whatever fields one reads it. */
function namer(items: readonly unknown[], keyed: readonly Naming[]) {
  let bearers: Map<string, Set<number>> | undefined;
  return (index: number, preferred?: Naming): PathStep => {
    // An argument is called by its value, whichever part of it matched it.
    const namings = preferred && keyed.includes(preferred) ? [preferred, ...keyed] : keyed;
    for (const naming of [...namings, byContent]) {
      const name = naming(items[index]);
      if (!name) continue;
      if ('index' in name.step) return { index };
      bearers ??= bearersOf(items, [...keyed, byContent]);
      const twins = [...(bearers.get(name.key) ?? [])];
      return twins.length < 2
        ? name.step
        : ({ ...name.step, nth: twins.indexOf(index) + 1 } as PathStep);
    }
    return { index };
  };
}

function bearersOf(items: readonly unknown[], namings: readonly Naming[]) {
  const bearers = new Map<string, Set<number>>();
  items.forEach((item, index) => {
    for (const naming of namings) {
      const key = naming(item)?.key;
      if (key !== undefined) bearers.set(key, (bearers.get(key) ?? new Set()).add(index));
    }
  });
  return bearers;
}
