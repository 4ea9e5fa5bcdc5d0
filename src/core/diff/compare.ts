import { isEqual, isMap, maxDepth } from './content.ts';
import { orderKeys } from './fieldOrder.ts';
import { isOrdered } from './listRules.ts';
import { longestRun } from './longestRun.ts';
import { isComparable, readMasked } from './masked.ts';
import { matchItems } from './matchItems.ts';
import { sameMeaning } from './meaning.ts';
import { isRunTemplate, isTagMap, noiseAt, type NoiseId, restartsPods } from './noise.ts';
import type { PathStep } from './path.ts';
import { below, type Place } from './place.ts';

/**
 * What two sides of a value are to each other: a tree as deep as both sides are alike in shape. `inside` has children,
 * of which at least one is not `same`; they stand in the order in which they are written out.
 */
export interface Difference {
  step?: PathStep;
  kind: 'same' | 'added' | 'removed' | 'changed' | 'unknown' | 'inside';
  left?: unknown;
  right?: unknown;
  noise?: NoiseId;
  children?: Difference[];
  /** Of an item that stands elsewhere in its list now, and of one that was added: its positions. */
  from?: number;
  to?: number;
  isMoved?: boolean;
  /** The rule that makes the move noise, whatever changed inside. */
  moveNoise?: NoiseId;
  /** Marks where a moved item stood on the left; the item itself comes where it stands on the right. */
  isGhost?: boolean;
}

export function compare(
  left: unknown,
  right: unknown,
  place: Place,
  siblings?: unknown
): Difference {
  if (typeof left !== 'object' && left === right) {
    return { kind: isUnknown(left) ? 'unknown' : 'same', left, right };
  }
  const noise = noiseAt(place);
  if (noise === undefined && place.depth < maxDepth) {
    const absent = isTagMap(place) ? {} : undefined;
    const children = childrenOf(left ?? absent, right ?? absent, place);
    if (children?.some(child => child.kind !== 'same' || child.isMoved)) {
      return inside(children, left, right, place);
    }
    // Of all that is in them nothing differs: to look at it once more, on each level, would cost the square.
    if (children && left && right) return { kind: 'same', left, right };
  }
  const isLeaf = typeof left !== 'object' && typeof right !== 'object';
  if (!isLeaf && isEqual(left, right)) return { kind: 'same', left, right };
  if (!isComparable(left, right)) return { kind: 'unknown', left, right };
  const rule = noise ?? sameMeaning(left, right, place, siblings);
  const kind = left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
  return rule === undefined ? { kind, left, right } : { kind, left, right, noise: rule };
}

/** What is in them, compared; undefined where they are not both maps, or both lists. */
function childrenOf(left: unknown, right: unknown, place: Place): Difference[] | undefined {
  if (isMap(left) && isMap(right)) return compareMaps(left, right, place);
  if (Array.isArray(left) && Array.isArray(right)) return compareLists(left, right, place);
  return undefined;
}

function isUnknown(value: unknown): boolean {
  return readMasked(value)?.state === 'unknown';
}

function inside(children: Difference[], left: unknown, right: unknown, place: Place): Difference {
  if (isRunTemplate(place) && !children.some(isNews)) children.forEach(showRestarts);
  return { kind: 'inside', left, right, children };
}

/** Whether anything in it is a difference that no rule hides. */
export function isNews(difference: Difference): boolean {
  if (difference.isMoved && difference.moveNoise === undefined) return true;
  if (difference.kind === 'inside') return difference.children?.some(isNews) ?? false;
  return difference.kind !== 'same' && difference.kind !== 'unknown' && !difference.noise;
}

function showRestarts(difference: Difference): void {
  if (restartsPods(difference.noise)) delete difference.noise;
  if (restartsPods(difference.moveNoise)) delete difference.moveNoise;
  difference.children?.forEach(showRestarts);
}

/** Takes the marks of these rules away: what they hid is a difference like any other. */
export function showNoise(difference: Difference, rules: readonly NoiseId[]): void {
  const { noise, moveNoise, children } = difference;
  if (noise && rules.includes(noise)) delete difference.noise;
  if (moveNoise && rules.includes(moveNoise)) delete difference.moveNoise;
  children?.forEach(child => showNoise(child, rules));
}

function compareMaps(
  left: Record<string, unknown>,
  right: Record<string, unknown>,
  place: Place
): Difference[] {
  const [ours, theirs] = [Object.keys(left), Object.keys(right)];
  // The usual pair has the same keys in the same order: what one side has, the other has.
  const isAlike = ours.length === theirs.length && ours.every((key, at) => key === theirs[at]);
  const keys = isAlike ? ours : [...new Set([...ours, ...theirs])];
  return orderKeys(keys).map(key => {
    const a = isAlike ? left[key] : own(left, key);
    const b = isAlike ? right[key] : own(right, key);
    const child = compare(a, b, below(place, key), a === undefined ? right : left);
    child.step = { key };
    return child;
  });
}

/** A map's own value: `constructor` and `__proto__` are keys like any other. */
function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function compareLists(
  left: readonly unknown[],
  right: readonly unknown[],
  place: Place
): Difference[] {
  const ordered = isOrdered(place, left, right);
  const { pairs, removed, added } = matchItems(left, right, place, ordered);
  const at = below(place, '[]');
  const stays = new Set(longestRun(pairs.map(pair => pair.right)));
  const byLeft = new Map<number, Difference>(
    removed.map(({ left: from, step }) => [from, { kind: 'removed', step, left: left[from] }])
  );
  const byRight = new Map<number, Difference>(
    added.map(({ right: to, step }) => [to, { kind: 'added', step, right: right[to], to }])
  );
  const anchors: { left: number; right: number }[] = [];
  for (const [index, pair] of pairs.entries()) {
    const [from, to] = [pair.left, pair.right];
    const inner = compare(left[from], right[to], at);
    if (stays.has(index)) {
      anchors.push(pair);
      byRight.set(to, { step: pair.step, ...inner });
      continue;
    }
    const moved: Difference = { step: pair.step, ...inner, isMoved: true, from, to };
    if (!ordered) moved.moveNoise = 'N1';
    byLeft.set(from, { step: pair.step, kind: 'removed', left: left[from], isGhost: true });
    byRight.set(to, moved);
  }
  const sequence: Difference[] = [];
  const emit = (from: number, end: number, sides: ReadonlyMap<number, Difference>) => {
    for (let index = from; index < end; index++) {
      const difference = sides.get(index);
      if (difference) sequence.push(difference);
    }
  };
  let [nextLeft, nextRight] = [0, 0];
  for (const anchor of [...anchors, { left: left.length, right: right.length }]) {
    emit(nextLeft, anchor.left, byLeft);
    emit(nextRight, anchor.right + 1, byRight);
    [nextLeft, nextRight] = [anchor.left + 1, anchor.right + 1];
  }
  return sequence;
}
