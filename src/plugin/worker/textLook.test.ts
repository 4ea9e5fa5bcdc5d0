import { describe, expect, it } from 'vitest';
import type { TextRow } from '../../core/diff/textDiff.ts';
import { layOut, type LookRow, windowOf } from './textLook.ts';

const same = (line: number): TextRow => ({
  kind: 'same',
  left: { line, text: `same ${line}` },
  right: { line, text: `same ${line}` },
});
const changed = (line: number): TextRow => ({
  kind: 'changed',
  left: { line, text: `old ${line}` },
  right: { line, text: `new ${line}` },
});
const lines = (from: number, to: number, make = same) =>
  Array.from({ length: to - from + 1 }, (_, at) => make(from + at));

/** Each row in a few letters: what it is, and which line of which side. */
const short = (rows: readonly LookRow[]) =>
  rows.map(({ kind, left, right, folded, fold }) =>
    kind === 'fold'
      ? `${folded} folded at ${fold}`
      : `${kind}${left ? ` -${left.line}` : ''}${right ? ` +${right.line}` : ''}`
  );
const look = { mode: 'unified', noise: false, opened: [] } as const;

describe('the layout of a text', () => {
  const rows = [...lines(1, 10), changed(11), changed(12), ...lines(13, 30)];

  it('keeps three equal lines around a difference and folds the others with their count', () => {
    expect(short(layOut(rows, { ...look, mode: 'split' }))).toEqual([
      '7 folded at 0',
      'same -8 +8',
      'same -9 +9',
      'same -10 +10',
      'changed -11 +11',
      'changed -12 +12',
      'same -13 +13',
      'same -14 +14',
      'same -15 +15',
      '15 folded at 15',
    ]);
  });

  it('shows, where it is unified, what went above what came', () => {
    expect(short(layOut(rows, look)).slice(4, 8)).toEqual([
      'removed -11',
      'removed -12',
      'added +11',
      'added +12',
    ]);
  });

  it('opens the fold that a person opened and no other', () => {
    const opened = short(layOut(rows, { ...look, opened: [15] }));
    expect(opened[0]).toBe('7 folded at 0');
    expect(opened.at(-1)).toBe('same -30 +30');
    expect(opened).toHaveLength(1 + 3 + 4 + 18);
  });

  it('folds no single line, for the fold would be as tall', () => {
    const near = [changed(1), ...lines(2, 8), changed(9)];
    expect(short(layOut(near, look))).not.toContain('1 folded at 4');
    expect(layOut(near, look)).toHaveLength(2 + 7 + 2);
  });

  it('keeps in sight what cannot be compared', () => {
    const text = 'key: lumen:unknown:sops';
    const unknown: TextRow = { kind: 'same', left: { line: 11, text }, right: { line: 11, text } };
    expect(short(layOut([...lines(1, 10), unknown, ...lines(12, 30)], look))).toEqual([
      '7 folded at 0',
      ...[8, 9, 10, 11, 12, 13, 14].map(line => `same -${line} +${line}`),
      '16 folded at 14',
    ]);
  });

  it('folds a text without differences whole', () => {
    expect(short(layOut(lines(1, 9), look))).toEqual(['9 folded at 0']);
  });
});

describe('a window of a text', () => {
  const rows = layOut([...lines(1, 10), changed(11), ...lines(12, 30), changed(31)], look);

  it('is the rows asked for, how many there are, and where differences begin', () => {
    const { total, from, rows: shown, changes } = windowOf(rows, 4, 2);
    expect([total, from, short(shown), changes]).toEqual([
      1 + 3 + 2 + 3 + 1 + 3 + 2,
      4,
      ['removed -11', 'added +11'],
      [4, 13],
    ]);
  });

  it('cuts lines that are too long to be read', () => {
    const long: LookRow = { kind: 'added', right: { line: 1, text: 'x'.repeat(1_000_000) } };
    const [row] = windowOf([long], 0, 1).rows;
    expect(row?.right?.text).toBe(`${'x'.repeat(2000)}…`);
  });
});
