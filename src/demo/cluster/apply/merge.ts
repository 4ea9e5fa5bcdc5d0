import type { StructuralSchema } from '../schema/structural.ts';
import { isMap, itemElement, type MergeShape, mergeShape } from './mergeShape.ts';
import { isSameJson } from './sameJson.ts';

/**
 * What a client applies, laid over what is there: maps by key, associative lists by item, the rest as a whole.
 * Returns `live` itself where nothing changes, so that callers can tell by identity.
 */
export function merge(schema: StructuralSchema, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (live === undefined && applied === null) return null;
  const shape = mergeShape(schema, applied ?? live);
  if (shape.kind === 'map') {
    const left = isMap(live) ? live : {};
    const right = isMap(applied) ? applied : {};
    if (isEmpty(left) && isEmpty(right)) return keepSame(live, applied);
    return mergeMaps(shape, left, right, left === live);
  }
  if (shape.kind === 'list') {
    const left = Array.isArray(live) ? live : [];
    const right = Array.isArray(applied) ? applied : [];
    if (left.length === 0 && right.length === 0) return keepSame(live, applied);
    return keepSame(live, mergeLists(shape, left, right));
  }
  return keepSame(live, applied);
}

function mergeMaps(
  shape: Extract<MergeShape, { kind: 'map' }>,
  live: Record<string, unknown>,
  applied: Record<string, unknown>,
  isLive: boolean
): unknown {
  const result: Record<string, unknown> = { ...live };
  let changed = !isLive;
  for (const key of Object.keys(applied)) {
    const entry = shape.entry(key);
    if (!entry || key === '__proto__') continue;
    const value = merge(entry, live[key], applied[key]);
    if (value === live[key]) continue;
    result[key] = value;
    changed = true;
  }
  return changed ? result : live;
}

/**
 * The items of both, each once: the applied order where both have an item, and what only one has next to its neighbours there.
 */
function mergeLists(
  shape: Extract<MergeShape, { kind: 'list' }>,
  live: unknown[],
  applied: unknown[]
): unknown[] {
  const left = live.map(item => itemElement(shape, item) ?? '');
  const right = applied.map(item => itemElement(shape, item) ?? '');
  const liveItems = new Map<string, unknown>();
  // Of two live items with one key neither can be meant: the applied one stands alone.
  left.forEach((element, i) =>
    liveItems.set(element, liveItems.has(element) ? undefined : live[i])
  );
  const appliedItems = new Map(right.map((element, i) => [element, applied[i]]));
  const shared = right.filter(element => liveItems.has(element));
  const done = new Set<string>();
  const result: unknown[] = [];
  let next = shared.shift();
  let l = 0;
  let r = 0;
  const take = (element: string) => {
    done.add(element);
    result.push(merge(shape.item, liveItems.get(element), appliedItems.get(element)));
  };
  while (l < left.length || r < right.length) {
    const mine = left[l];
    const theirs = right[r];
    if (mine !== undefined && theirs !== undefined) {
      if (mine === theirs) {
        take(mine);
        l += 1;
        r += 1;
        next = shared.shift();
        continue;
      }
      if (appliedItems.has(mine) && next !== undefined && next !== mine) {
        l += 1;
        continue;
      }
    }
    if (mine !== undefined) {
      if (!appliedItems.has(mine)) {
        result.push(live[l]);
        l += 1;
        continue;
      }
      if (done.has(mine)) l += 1;
    }
    if (theirs !== undefined) {
      take(theirs);
      r += 1;
      if (next === theirs) next = shared.shift();
    }
  }
  return result;
}

function keepSame(live: unknown, next: unknown): unknown {
  return isSameJson(live, next) ? live : next;
}

function isEmpty(value: Record<string, unknown>): boolean {
  for (const _ in value) return false;
  return true;
}
