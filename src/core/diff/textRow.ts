import { type Mark, sharedStart, wordMarks } from './wordMarks.ts';

/** One line of a side, with the ranges in it that differ from the other side. */
export interface TextSide {
  line: number;
  text: string;
  marks?: Mark[];
}

export interface TextRow {
  kind: 'same' | 'added' | 'removed' | 'changed' | 'fold';
  left?: TextSide;
  right?: TextSide;
  /** Of a fold: how many lines of equal text it stands for. */
  folded?: number;
  /** The field that the row begins, as `FieldChange.path` names it. */
  path?: string;
  /** The value is not known here: neither the same nor changed. */
  isUnknown?: boolean;
}

/** A longer line is cut where it is shown; a patch has it whole. */
const longest = 2_000;
/** What stays in sight before the first difference of two long lines. */
const lead = 200;

/** Two lines of one field, the words that differ marked. */
export function changedRow(
  at: { left: number; right: number },
  left: string,
  right: string
): TextRow {
  const [from, to] = shorten(left, right);
  const marks = wordMarks(from, to);
  return {
    kind: 'changed',
    left: side(at.left, from, marks.left),
    right: side(at.right, to, marks.right),
  };
}

function side(line: number, text: string, marks: Mark[]): TextSide {
  return marks.length === 0 ? { line, text } : { line, text, marks };
}

export function shortened(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${text.length - longest} more characters)`;
}

/** Two long lines, without what both begin with, so that the difference is in sight. */
function shorten(left: string, right: string): [string, string] {
  if (Math.max(left.length, right.length) <= longest) return [left, right];
  const skipped = Math.max(0, sharedStart(left, right) - lead);
  if (skipped <= lead) return [shortened(left), shortened(right)];
  const cut = (text: string) =>
    `${text.slice(0, lead / 2)}… (${skipped - lead / 2} equal characters) …${shortened(
      text.slice(skipped)
    )}`;
  return [cut(left), cut(right)];
}
