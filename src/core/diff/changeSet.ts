import type { KubernetesObject } from '../kubernetes/object.ts';
import type { VersionedRef } from '../kubernetes/ref.ts';
import { compare, type Difference } from './compare.ts';
import { immutableChange } from './immutable.ts';
import type { NoiseId } from './noise.ts';
import { pathBelow, type PathStep } from './path.ts';
import { rootPlace } from './place.ts';
import { type RiskId, riskOf } from './risk.ts';

export type { RiskId };

/** What one object is on the left and on the right, and every field in which they differ. */
export interface ObjectDiff {
  ref: VersionedRef;
  change: 'created' | 'changed' | 'recreated' | 'deleted' | 'same';
  /** Every difference of an object that both sides have, those that are noise too. */
  fields: FieldChange[];
  /** How many of `fields` a noise rule hides. */
  noise: number;
  /** How many of `fields` cannot be compared, since a value of theirs is not known here. */
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
  noise?: NoiseId;
  /** Where a moved item stood in its list on the left, from 0. */
  from?: number;
  /** Where an item that moved or was added stands in its list on the right, from 0. */
  to?: number;
}

/**
 * How an object differs between two sides; where one is absent, it was created or deleted. Never throws. `notNoise`:
 * rules that somebody does not want hidden.
 */
export function diffObjects(
  pair: {
    ref: VersionedRef;
    left?: KubernetesObject;
    right?: KubernetesObject;
  },
  notNoise: readonly NoiseId[] = []
): ObjectDiff {
  const { ref, left, right } = pair;
  if (!left || !right) {
    const change = right ? 'created' : left ? 'deleted' : 'same';
    return withRisk({ ref, change, fields: [], noise: 0, notComparable: 0 });
  }
  const fields: FieldChange[] = [];
  flatten(
    { path: '', steps: [] },
    compare(left, right, rootPlace(right.apiVersion, right.kind)),
    fields
  );
  // What is noise to the API server does not depend on who looks: no rule makes an object recreated.
  const sealed = immutableChange(ref, fields, left, right);
  for (const field of fields) {
    if (field.noise && notNoise.includes(field.noise)) delete field.noise;
  }
  const noise = fields.filter(field => field.noise !== undefined).length;
  const notComparable = fields.filter(field => field.kind === 'unknown').length;
  const isSame = fields.length === noise + notComparable;
  const change = sealed !== undefined ? 'recreated' : isSame ? 'same' : 'changed';
  const diff: ObjectDiff = { ref, change, fields, noise, notComparable };
  return withRisk(sealed === undefined ? diff : { ...diff, because: sealed });
}

function withRisk(diff: ObjectDiff): ObjectDiff {
  const risk = riskOf(diff.ref, diff.change);
  return risk === undefined ? diff : { ...diff, risk };
}

function flatten(
  above: { path: string; steps: readonly PathStep[] },
  difference: Difference,
  fields: FieldChange[]
): void {
  const { step, kind, left, right, noise, moveNoise, isMoved, from, to } = difference;
  if (difference.isGhost || (kind === 'same' && !isMoved)) return;
  const steps = step ? [...above.steps, step] : [...above.steps];
  const path = step ? pathBelow(above.path, step) : above.path;
  if (isMoved) {
    fields.push({ path, steps, kind: 'moved', ...because(moveNoise), from, to });
  }
  if (kind === 'inside') {
    for (const child of difference.children ?? []) flatten({ path, steps }, child, fields);
  } else if (kind !== 'same') {
    const place = isMoved || to === undefined ? {} : { to };
    fields.push({ path, steps, kind, left, right, ...because(noise), ...place });
  }
}

function because(noise: NoiseId | undefined): { noise?: NoiseId } {
  return noise === undefined ? {} : { noise };
}
