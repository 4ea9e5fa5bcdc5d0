import { describe, expect, it } from 'vitest';
import { toEventGroups, toEventLines } from './events.ts';

let made = 0;
const event = (pod: string, reason: string, last: string, more = {}) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `event-${(made += 1)}`, namespace: 'media' },
  involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'media', name: pod },
  type: 'Warning',
  reason,
  message: `${reason} at ${last}`,
  firstTimestamp: last,
  lastTimestamp: last,
  ...more,
});

const about = (name: string) => ({ group: '', kind: 'Pod', namespace: 'media', name });

describe('events', () => {
  it('of one reason about one object are one, with the newest words and all counted', () => {
    const events = [
      event('a', 'BackOff', '2026-11-22T14:02:00Z', { count: 3 }),
      event('a', 'BackOff', '2026-11-22T14:05:00Z', { count: 2 }),
      event('a', 'Pulling', '2026-11-22T14:06:00Z', { type: 'Normal' }),
      event('b', 'BackOff', '2026-11-22T14:04:00Z'),
    ];
    const said = toEventGroups(events).map(({ about: of, reason, count, first, message }) => ({
      of,
      reason,
      count,
      first,
      message,
    }));
    expect(said).toEqual([
      {
        of: about('a'),
        reason: 'Pulling',
        count: 1,
        first: '2026-11-22T14:06:00Z',
        message: 'Pulling at 2026-11-22T14:06:00Z',
      },
      {
        of: about('a'),
        reason: 'BackOff',
        count: 5,
        first: '2026-11-22T14:02:00Z',
        message: 'BackOff at 2026-11-22T14:05:00Z',
      },
      {
        of: about('b'),
        reason: 'BackOff',
        count: 1,
        first: '2026-11-22T14:04:00Z',
        message: 'BackOff at 2026-11-22T14:04:00Z',
      },
    ]);
  });

  it('are ordered by time, also where one is written to the microsecond', () => {
    const lines = toEventLines([
      event('a', 'Older', '2026-11-22T14:02:00Z'),
      event('a', 'Newer', '', { eventTime: '2026-11-22T14:02:00.500000Z', lastTimestamp: null }),
    ]);
    expect(lines.map(({ reason }) => reason)).toEqual(['Newer', 'Older']);
  });

  it('about nothing are left out', () => {
    expect(toEventGroups([event('a', 'Odd', '', { involvedObject: undefined })])).toEqual([]);
  });
});
