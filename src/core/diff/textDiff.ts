import { createTwoFilesPatch, diffLines } from 'diff';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { VersionedRef } from '../kubernetes/ref.ts';

/** One line of a side, with the ranges in it that differ from the other side. */
export interface TextSide {
  line: number;
  text: string;
  marks?: [start: number, end: number][];
}

export interface TextRow {
  kind: 'same' | 'added' | 'removed' | 'changed' | 'fold';
  left?: TextSide;
  right?: TextSide;
  /** Of a fold: how many lines of equal text it stands for. */
  folded?: number;
  /** The field that the row begins, as `FieldChange.path` names it. */
  path?: string;
}

/** Both sides as YAML, line beside line, unchanged parts folded. `context: Infinity` folds nothing. */
export function textRows(
  left: KubernetesObject | undefined,
  right: KubernetesObject | undefined,
  options: { context?: number; noise?: boolean } = {}
): TextRow[] {
  const rows: TextRow[] = [];
  const at = { left: 0, right: 0 };
  const side = (which: 'left' | 'right', text: string) => ({ line: ++at[which], text });
  for (const part of diffLines(yamlOf(left), yamlOf(right))) {
    for (const text of part.value.replace(/\n$/, '').split('\n')) {
      if (part.added) rows.push({ kind: 'added', right: side('right', text) });
      else if (part.removed) rows.push({ kind: 'removed', left: side('left', text) });
      else rows.push({ kind: 'same', left: side('left', text), right: side('right', text) });
    }
  }
  return fold(rows, options.context ?? 3);
}

function fold(rows: readonly TextRow[], context: number): TextRow[] {
  const shown = new Set<number>();
  rows.forEach((row, index) => {
    if (row.kind === 'same') return;
    const from = Math.max(0, index - context);
    for (let near = from; near <= Math.min(rows.length - 1, index + context); near++) {
      shown.add(near);
    }
  });
  const folded: TextRow[] = [];
  rows.forEach((row, index) => {
    const last = folded.at(-1);
    if (shown.has(index)) folded.push(row);
    else if (last?.kind === 'fold') last.folded = (last.folded ?? 0) + 1;
    else folded.push({ kind: 'fold', folded: 1 });
  });
  return folded;
}

/** A unified diff of the YAML of both sides, in the shape that `git apply` reads. */
export function toPatch(
  ref: VersionedRef,
  left: KubernetesObject | undefined,
  right: KubernetesObject | undefined
): string {
  const file = [ref.namespace, ref.kind, ref.name].filter(Boolean).join('/') + '.yaml';
  const [from, to] = [left ? `a/${file}` : '/dev/null', right ? `b/${file}` : '/dev/null'];
  return createTwoFilesPatch(from, to, yamlOf(left), yamlOf(right));
}

function yamlOf(object: KubernetesObject | undefined): string {
  return object ? stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }) : '';
}
