import { expect, it } from 'vitest';
import { nextTime, parseSchedule } from './cronSchedule.ts';

const next = (schedule: string, after: string, timeZone?: string) => {
  const parsed = parseSchedule(schedule, timeZone);
  const time = parsed && nextTime(parsed, Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

it.each([
  ['* * * * *', '2026-01-01T00:00:30Z', '2026-01-01T00:01'],
  ['*/15 * * * *', '2026-01-01T00:15:00Z', '2026-01-01T00:30'],
  ['0 3 * * *', '2026-01-01T03:00:00Z', '2026-01-02T03:00'],
  ['30 4 1,15 * *', '2026-01-02T00:00:00Z', '2026-01-15T04:30'],
  ['0 0 * * sun', '2026-01-01T00:00:00Z', '2026-01-04T00:00'],
  ['0 0 * * 7', '2026-01-01T00:00:00Z', '2026-01-04T00:00'],
  ['0 0 13 * fri', '2026-01-03T00:00:00Z', '2026-01-09T00:00'],
  ['0 12 29 feb *', '2026-01-01T00:00:00Z', '2028-02-29T12:00'],
  ['5-10/5,40 1 * * *', '2026-01-01T01:05:00Z', '2026-01-01T01:10'],
  ['@daily', '2026-01-01T00:00:00Z', '2026-01-02T00:00'],
])('finds what follows of %s after %s', (schedule, after, expected) => {
  expect(next(schedule, after)).toBe(expected);
});

it('goes by the clock of its time zone, over a change of it too', () => {
  expect(next('0 9 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T07:00');
  expect(next('0 9 * * *', '2026-03-27T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-28T08:00');
});

it('finds nothing where there is no such day', () => {
  expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBe(undefined);
});

it.each([
  '',
  '* * * *',
  '60 * * * *',
  '*/0 * * * *',
  '5-1 * * * *',
  'x * * * *',
  '@never',
  '1-2-3 * * * *',
])('knows that %j is no schedule', schedule => {
  expect(parseSchedule(schedule)).toBe(undefined);
});

it('knows that a time zone does not exist', () => {
  expect(parseSchedule('* * * * *', 'Mars/Olympus')).toBe(undefined);
});
