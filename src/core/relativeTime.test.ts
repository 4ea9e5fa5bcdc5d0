import { describe, expect, it } from 'vitest';
import { relativeTime } from './relativeTime.ts';

const at = '2026-08-01T10:00:00Z';
const after = (seconds: number) => relativeTime(at, Date.parse(at) + seconds * 1000);

describe('a relative time', () => {
  it.each([
    [3, 'time.now', undefined],
    [47, 'time.second', 40],
    [12 * 60 + 5, 'time.minute', 12],
    [3 * 3600, 'time.hour', 3],
    [47 * 3600, 'time.hour', 47],
    [3 * 86_400, 'time.day', 3],
    [-600, 'time.in.minute', 10],
  ])('says of %i seconds %s %s', (seconds, id, count) =>
    expect(after(seconds)).toEqual(count === undefined ? { id } : { id, params: { count } })
  );

  it('says nothing of what is no time', () => expect(relativeTime('soon', 0)).toBeUndefined());
});
