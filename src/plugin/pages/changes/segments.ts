import { readMasked } from '../../../core/diff/mask.ts';

/** A part of a line: text, or something that is hidden. */
export type Segment = {
  text: string;
  /** It differs from the other side. */
  isMarked: boolean;
  /** The value is not shown: masked (its digest tells it from another), or not known here. */
  hidden?: { state: 'masked'; digest: string } | { state: 'unknown'; why: string };
};

const hiddenValue = /lumen:(?:masked|unknown):[\w:-]+/g;

/** A line cut where its marks and its hidden values begin and end. */
export function toSegments(
  text: string,
  marks: readonly (readonly [start: number, end: number])[] = []
): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(hiddenValue)) {
    const hidden = readMasked(match[0]);
    if (!hidden) continue;
    const end = match.index + match[0].length;
    pushMarked(segments, text, { from: at, to: match.index }, marks);
    const isMarked = marks.some(([from, to]) => from < end && to > match.index);
    segments.push({ text: match[0], isMarked, hidden });
    at = end;
  }
  pushMarked(segments, text, { from: at, to: text.length }, marks);
  return segments;
}

function pushMarked(
  segments: Segment[],
  text: string,
  { from, to }: { from: number; to: number },
  marks: readonly (readonly [number, number])[]
): void {
  const push = (start: number, end: number, isMarked: boolean) => {
    if (end > start) segments.push({ text: text.slice(start, end), isMarked });
  };
  let at = from;
  for (const [start, end] of marks) {
    const [first, last] = [Math.max(at, start), Math.min(to, end)];
    if (last <= first) continue;
    push(at, first, false);
    push(first, last, true);
    at = last;
  }
  push(at, to, false);
}
