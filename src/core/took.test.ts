import { expect, it } from 'vitest';
import { tookSentence } from './took.ts';

it('says how long something took as exactly as a person cares', () => {
  expect([40, 2840, 9960, 59_400, 59_600, 125_000, -1].map(tookSentence)).toEqual([
    { id: 'took.second', params: { count: 0 } },
    { id: 'took.second', params: { count: 2.8 } },
    { id: 'took.second', params: { count: 10 } },
    { id: 'took.second', params: { count: 59 } },
    { id: 'took.minute', params: { minutes: 1, seconds: 0 } },
    { id: 'took.minute', params: { minutes: 2, seconds: 5 } },
    { id: 'took.second', params: { count: 0 } },
  ]);
});
