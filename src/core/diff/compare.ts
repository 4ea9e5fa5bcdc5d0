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
  const sides = { left, right };
  if (typeof left !== 'object' && left === right) {
    return { kind: isUnknown(left) ? 'unknown' : 'same', ...sides };
  }
  const isDeep = place.depth >= maxDepth;
  const noise = noiseAt(place);
  if (noise === undefined && !isDeep) {
    const absent = isTagMap(place) ? {} : undefined;
    const [a, b] = [left ?? absent, right ?? absent];
    const children =
      isMap(a) && isMap(b)
        ? compareMaps(a, b, place)
        : Array.isArray(a) && Array.isArray(b)
        ? compareLists(a, b, place)
        : [];
    if (children.some(child => child.kind !== 'same' || child.isMoved)) {
      return inside(children, sides, place);
    }
  }
  if (isEqual(left, right)) return { kind: 'same', ...sides };
  if (!isComparable(left, right)) return { kind: 'unknown', ...sides };
  const rule = noise ?? sameMeaning(left, right, place, siblings);
  const kind = left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
  return rule === undefined ? { kind, ...sides } : { kind, ...sides, noise: rule };
}

function isUnknown(value: unknown): boolean {
  return readMasked(value)?.state === 'unknown';
}

function inside(
  children: Difference[],
  sides: { left: unknown; right: unknown },
  place: Place
): Difference {
  if (isRunTemplate(place) && !children.some(isNews)) children.forEach(showRestarts);
  return { kind: 'inside', ...sides, children };
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

function compareMaps(
  left: Record<string, unknown>,
  right: Record<string, unknown>,
  place: Place
): Difference[] {
  const keys = orderKeys(new Set([...Object.keys(left), ...Object.keys(right)]));
  return keys.map(key => {
    const [a, b] = [own(left, key), own(right, key)];
    const siblings = a === undefined ? right : left;
    return { step: { key }, ...compare(a, b, below(place, key), siblings) };
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
