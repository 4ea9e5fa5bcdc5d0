import { expect, it } from 'vitest';
import { joinPages, previousOf, readHistory } from './historyPages.ts';

const row = (seenAt: number) => ({ revision: `main@sha1:${seenAt}`, seenAt });
const rows = (...times: number[]) => times.map(row);

it('joins what is new to the pages read before, each row once and the newest first', () => {
  expect(joinPages(rows(9, 8, 7), rows(8, 7, 6, 5))).toEqual(rows(9, 8, 7, 6, 5));
  expect(joinPages(rows(9, 8), rows(9, 8))).toEqual(rows(9, 8));
  expect(joinPages(rows(9, 8), [])).toEqual(rows(9, 8));
});

it('shows only the newest where so many are new that there may be others between', () => {
  expect(joinPages(rows(9, 8), rows(6, 5))).toEqual(rows(9, 8));
});

it('tells what was served before a revision, as far as the rows go', () => {
  const known = rows(9, 8, 7);
  expect(
    ['main@sha1:9', 'main@sha1:7', 'main@sha1:1'].map(each => previousOf(known, each))
  ).toEqual(['main@sha1:8', undefined, undefined]);
});

it('leaves out rows that it cannot show, and takes nothing that is no history', () => {
  const body = { version: 2, of: 'x', rows: [row(2), { revision: 'y' }, 'z'], next: '2', more: 1 };
  expect(readHistory(body)).toEqual({ ...body, rows: [row(2)] });
  expect(readHistory({ version: 1 })).toBeUndefined();
});
