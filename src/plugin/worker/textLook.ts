import type { TextRow } from '../../core/diff/textDiff.ts';

/** How an object's text is laid out. */
export interface TextLook {
  mode: 'unified' | 'split';
  /** Differences that a rule calls noise are shown as well. */
  noise: boolean;
  /** Folds that a person opened, by `LookRow.fold`. */
  opened: readonly number[];
}

/** One row on the screen. In a unified text at most one side of a difference is in it. */
export interface LookRow extends TextRow {
  /** Of a fold: what opens it. */
  fold?: number;
}

/** A part of the rows, and what is needed to scroll over the others. */
export interface TextWindow {
  total: number;
  from: number;
  rows: LookRow[];
  /** The first row of each run of differences. */
  changes: number[];
}

/** Equal lines that stay in sight around a difference. */
const context = 3;
/** A fold of one line would take the room of that line. */
const leastFold = 2;
/** A longer line is cut: nobody reads it to its end, and it would be laid out whole. */
const longestLine = 2000;

/** The rows to draw: equal parts folded unless opened; where the text is unified, what went stands above what came. */
export function layOut(rows: readonly TextRow[], { mode, opened }: TextLook): LookRow[] {
  const laid: LookRow[] = [];
  const isNear = nearDifferences(rows);
  const open = new Set(opened);
  const sortOf = (at: number) =>
    rows[at]?.kind !== 'same' ? 'differs' : isNear[at] ? 'near' : 'far';
  for (let at = 0; at < rows.length; ) {
    const sort = sortOf(at);
    let end = at + 1;
    while (end < rows.length && sortOf(end) === sort) end += 1;
    const run = rows.slice(at, end);
    if (sort === 'differs' && mode === 'unified') laid.push(...unify(run));
    else if (sort !== 'far' || run.length < leastFold || open.has(at)) laid.push(...run);
    else laid.push({ kind: 'fold', folded: run.length, fold: at });
    at = end;
  }
  return laid;
}

/** What cannot be compared is as worth a look as what differs. */
function isNotable({ kind, left }: TextRow): boolean {
  return kind !== 'same' || (left?.text.includes('lumen:unknown:') ?? false);
}

function nearDifferences(rows: readonly TextRow[]): Uint8Array {
  const isNear = new Uint8Array(rows.length);
  rows.forEach((row, index) => {
    if (isNotable(row)) isNear.fill(1, Math.max(0, index - context), index + context + 1);
  });
  return isNear;
}

function unify(run: readonly TextRow[]): LookRow[] {
  const left = run.flatMap(({ left, path }) => (left ? [{ kind: 'removed', left, path }] : []));
  const right = run.flatMap(({ right, path }) => (right ? [{ kind: 'added', right, path }] : []));
  return [...left, ...right] as LookRow[];
}

export function windowOf(rows: readonly LookRow[], from: number, count: number): TextWindow {
  const isChange = (row: LookRow | undefined) =>
    row !== undefined && row.kind !== 'same' && row.kind !== 'fold';
  const changes = rows.flatMap((row, at) => (isChange(row) && !isChange(rows[at - 1]) ? at : []));
  return { total: rows.length, from, rows: rows.slice(from, from + count).map(cut), changes };
}

function cut(row: LookRow): LookRow {
  const { left, right } = row;
  const isLong = [left, right].some(side => side && side.text.length > longestLine);
  if (!isLong) return row;
  const short = (side: typeof left) =>
    side && side.text.length > longestLine
      ? { ...side, text: `${side.text.slice(0, longestLine)}…` }
      : side;
  return { ...row, left: short(left), right: short(right) };
}
