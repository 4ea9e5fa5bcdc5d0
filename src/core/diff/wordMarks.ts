import { diffWordsWithSpace } from 'diff';

export type Mark = [start: number, end: number];

/** Longer lines are marked from their first difference to their last. */
const longest = 1_000;

/** The ranges of two lines that differ; none where so little is shared that marks would only confuse. */
export function wordMarks(left: string, right: string): { left: Mark[]; right: Mark[] } {
  const isShort = left.length + right.length <= longest;
  const parts = isShort ? diffWordsWithSpace(left, right, { maxEditLength: 100 }) : undefined;
  if (!parts) return betweenEnds(left, right);
  const marks: { left: Mark[]; right: Mark[] } = { left: [], right: [] };
  const at = { left: 0, right: 0 };
  let shared = 0;
  for (const { value, added, removed } of parts) {
    if (!added && !removed) shared += value.trim().length;
    if (!added) at.left = mark(marks.left, at.left, value.length, removed);
    if (!removed) at.right = mark(marks.right, at.right, value.length, added);
  }
  return shared * 4 < Math.min(left.trim().length, right.trim().length)
    ? { left: [], right: [] }
    : marks;
}

function mark(marks: Mark[], from: number, length: number, isMarked: boolean): number {
  const end = from + length;
  const last = marks.at(-1);
  if (isMarked && last && last[1] === from) last[1] = end;
  else if (isMarked) marks.push([from, end]);
  return end;
}

function betweenEnds(left: string, right: string): { left: Mark[]; right: Mark[] } {
  const start = sharedStart(left, right);
  const least = Math.min(left.length, right.length) - start;
  let end = 0;
  while (end < least && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const range = (text: string): Mark[] =>
    text.length - end > start ? [[start, text.length - end]] : [];
  return { left: range(left), right: range(right) };
}

export function sharedStart(left: string, right: string): number {
  const least = Math.min(left.length, right.length);
  let start = 0;
  while (start < least && left[start] === right[start]) start += 1;
  return start;
}
