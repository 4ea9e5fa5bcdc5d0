import type { Sentence } from './sentence.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago a moment was, in the largest unit that fits; `now` for the last ten seconds. */
export function relativeTime(time: string, now: number): Sentence | undefined {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return undefined;
  const seconds = Math.floor((now - then) / 1000);
  if (seconds < -10) return toSentence('time.in', -seconds);
  return seconds < 10 ? { id: 'time.now' } : toSentence('time', seconds);
}

function toSentence(prefix: 'time' | 'time.in', seconds: number): Sentence {
  for (const [unit, size] of units) {
    // Two days are more telling as "36 h" than as "1 day".
    const from = unit === 'day' ? 2 * size : size;
    if (seconds >= from) {
      return { id: `${prefix}.${unit}`, params: { count: Math.floor(seconds / size) } };
    }
  }
  return { id: `${prefix}.second`, params: { count: Math.floor(seconds / 10) * 10 || seconds } };
}
