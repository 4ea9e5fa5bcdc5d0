import type { StructuralSchema } from '../schema/structural.ts';
import { addElement, type FieldSet } from './fieldSet.ts';
import { isMap, isUntyped, itemElement, type MergeShape, mergeShape } from './mergeShape.ts';
import { isSameJson } from './sameJson.ts';

/** The fields in which two values differ. No field is in two of the sets. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** What became of the value's own path. */
type Own = keyof Comparison | undefined;

interface Step extends Comparison {
  own: Own;
}

export function compare(schema: StructuralSchema, from: unknown, to: unknown): Comparison {
  const { added, modified, removed } = walk(schema, from, to);
  return { added, modified, removed };
}

function walk(schema: StructuralSchema, from: unknown, to: unknown): Step {
  const step: Step = { own: undefined, added: {}, modified: {}, removed: {} };
  // Objects share what did not change, so most branches end here.
  if (from === to) return step;
  if (isUntyped(schema) && from !== undefined && to !== undefined) {
    const before = mergeShape(schema, from);
    const after = mergeShape(schema, to);
    if (before.kind !== after.kind) {
      // The value changed its nature: what it held goes, what it holds comes, and a leaf on either side is modified.
      walkShape(before, from, undefined, step);
      walkShape(after, undefined, to, step);
      step.own = 'modified';
      return step;
    }
  }
  const shape = mergeShape(schema, to ?? from);
  const isLeaf = walkShape(shape, from, to, step);
  if (!isLeaf) {
    if (from === undefined) step.own = 'added';
    else if (to === undefined) step.own = 'removed';
  }
  return step;
}

/** Says whether the value was looked at as a whole. */
function walkShape(shape: MergeShape, from: unknown, to: unknown, step: Step): boolean {
  if (shape.kind === 'map') {
    const left = isMap(from) ? from : {};
    const right = isMap(to) ? to : {};
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    if (keys.size === 0) return walkLeaf(from, to, step);
    for (const key of keys) {
      const entry = shape.entry(key);
      if (entry) put(step, `f:${key}`, walk(entry, left[key], right[key]));
    }
    return false;
  }
  if (shape.kind === 'list') {
    const left = Array.isArray(from) ? from : [];
    const right = Array.isArray(to) ? to : [];
    if (left.length === 0 && right.length === 0) return walkLeaf(from, to, step);
    walkLists(shape, left, right, step);
    return false;
  }
  return walkLeaf(from, to, step);
}

function walkLeaf(from: unknown, to: unknown, step: Step): boolean {
  if (from === undefined) step.own = 'added';
  else if (to === undefined) step.own = 'removed';
  else if (!isSameJson(from, to)) step.own = 'modified';
  return true;
}

function walkLists(
  shape: Extract<MergeShape, { kind: 'list' }>,
  from: unknown[],
  to: unknown[],
  step: Step
): void {
  const left = byElement(shape, from);
  const right = byElement(shape, to);
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const before = left.get(element) ?? [];
    const after = right.get(element) ?? [];
    const one = (a: unknown, b: unknown) => walk(shape.item, a, b);
    if (before.length <= 1 && after.length <= 1) put(step, element, one(before[0], after[0]));
    else if (before.length > 1 && after.length > 1) {
      if (!isSameJson(before, after)) step.modified[element] = {};
    } else if (before.length > 1) {
      if (after.length === 1) put(step, element, one(undefined, after[0]));
      addElement(step.removed, element, true, undefined);
    } else {
      if (before.length === 1) put(step, element, one(before[0], undefined));
      addElement(step.added, element, true, undefined);
    }
  }
}

function byElement(
  shape: Extract<MergeShape, { kind: 'list' }>,
  items: unknown[]
): Map<string, unknown[]> {
  const result = new Map<string, unknown[]>();
  for (const item of items) {
    const element = itemElement(shape, item);
    if (element === undefined) continue;
    const same = result.get(element);
    if (same) same.push(item);
    else result.set(element, [item]);
  }
  return result;
}

function put(step: Step, element: string, child: Step): void {
  for (const kind of ['added', 'modified', 'removed'] as const)
    addElement(step[kind], element, child.own === kind, child[kind]);
}
