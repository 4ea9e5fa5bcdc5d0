import type { KubernetesObject } from '../kubernetes/object.ts';
import type { VersionedRef } from '../kubernetes/ref.ts';
import { readMasked } from './mask.ts';
import { type PathStep, pathText } from './path.ts';

export type RiskId =
  | 'namespace-created'
  | 'namespace-deleted'
  | 'crd-created'
  | 'crd-deleted'
  | 'volume-created'
  | 'volume-deleted'
  | 'secret-created'
  | 'secret-deleted'
  | 'rbac-created'
  | 'rbac-deleted'
  | 'recreated';

/** What one object is on the left and on the right, and every field in which they differ. */
export interface ObjectDiff {
  ref: VersionedRef;
  change: 'created' | 'changed' | 'recreated' | 'deleted' | 'same';
  /** Every difference, those that are noise too. */
  fields: FieldChange[];
  /** How many of `fields` a noise rule hides. */
  noise: number;
  /** How many fields cannot be compared, since a value of them is not known here. */
  notComparable: number;
  risk?: RiskId;
  /** The immutable field whose change needs the object to be recreated. */
  because?: string;
}

export interface FieldChange {
  path: string;
  steps: PathStep[];
  kind: 'added' | 'removed' | 'changed' | 'moved' | 'unknown';
  left?: unknown;
  right?: unknown;
  /** The rule of SPEC.md that calls this difference noise. */
  noise?: string;
}

/** How an object differs between two sides; where one is absent, it was created or deleted. */
export function diffObjects(pair: {
  ref: VersionedRef;
  left?: KubernetesObject;
  right?: KubernetesObject;
}): ObjectDiff {
  const { ref, left, right } = pair;
  const fields: FieldChange[] = [];
  walk([], left, right, fields);
  const notComparable = fields.filter(field => field.kind === 'unknown').length;
  const isSame = fields.length === notComparable;
  const change =
    left === undefined ? 'created' : right === undefined ? 'deleted' : isSame ? 'same' : 'changed';
  return { ref, change, fields, noise: 0, notComparable };
}

function walk(steps: PathStep[], left: unknown, right: unknown, fields: FieldChange[]): void {
  if (left === right && readMasked(left)?.state !== 'unknown') return;
  if (isMap(left) && isMap(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      walk([...steps, { key }], left[key], right[key], fields);
    }
    return;
  }
  if (JSON.stringify(left) === JSON.stringify(right) && typeof left === 'object') return;
  const isUnknown = [left, right].some(value => readMasked(value)?.state === 'unknown');
  const kind = isUnknown
    ? 'unknown'
    : left === undefined
    ? 'added'
    : right === undefined
    ? 'removed'
    : 'changed';
  fields.push({ path: pathText(steps), steps, kind, left, right });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
