import type { KubernetesObject } from '../kubernetes/object.ts';
import type { VersionedRef } from '../kubernetes/ref.ts';
import { compare, showNoise } from './compare.ts';
import type { NoiseId } from './noise.ts';
import { toUnifiedDiff } from './patch.ts';
import { rootPlace } from './place.ts';
import type { TextRow, TextSide } from './textRow.ts';
import { writeRows } from './writeRows.ts';

export type { TextRow, TextSide };

/**
 * Both sides as YAML, line beside line, unchanged parts folded. `context: Infinity` folds nothing; without `noise`
 * what a noise rule hides is shown as the right side has it, or, where only one side has it, left out.
 */
export function textRows(
  left: KubernetesObject | undefined,
  right: KubernetesObject | undefined,
  options: { context?: number; noise?: boolean; notNoise?: readonly NoiseId[] } = {}
): TextRow[] {
  const { noise = false, notNoise = [] } = options;
  const rows = write(left, right, { noise, notNoise, isWhole: false });
  return fold(rows, options.context ?? 3);
}

function write(
  left: KubernetesObject | undefined,
  right: KubernetesObject | undefined,
  look: { noise: boolean; notNoise: readonly NoiseId[]; isWhole: boolean }
): TextRow[] {
  const { apiVersion, kind } = right ?? left ?? {};
  const difference =
    left && right
      ? compare(left, right, rootPlace(apiVersion, kind))
      : ({ kind: right ? 'added' : 'removed', left, right } as const);
  if (look.notNoise.length > 0) showNoise(difference, look.notNoise);
  return left || right ? writeRows(difference, look) : [];
}

function fold(rows: readonly TextRow[], context: number): TextRow[] {
  if (context === Infinity) return [...rows];
  const isNear = new Uint8Array(rows.length);
  rows.forEach(({ kind, isUnknown }, index) => {
    if (kind === 'same' && !isUnknown) return;
    isNear.fill(1, Math.max(0, index - context), index + context + 1);
  });
  const folded: TextRow[] = [];
  rows.forEach((row, index) => {
    const last = folded.at(-1);
    if (isNear[index]) folded.push(row);
    else if (last?.kind === 'fold') last.folded = (last.folded ?? 0) + 1;
    else folded.push({ kind: 'fold', folded: 1 });
  });
  return folded;
}

/** A unified diff of the YAML of both sides, noise too, in the shape that `git apply` reads. */
export function toPatch(
  ref: VersionedRef,
  left: KubernetesObject | undefined,
  right: KubernetesObject | undefined
): string {
  const rows = write(left, right, { noise: true, notNoise: [], isWhole: true });
  return toUnifiedDiff(ref, rows, { left: left !== undefined, right: right !== undefined });
}
