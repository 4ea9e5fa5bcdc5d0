import type { Sentence } from './sentence.ts';

/** How long something took: tenths of a second up to ten, then whole ones, then minutes. */
export function tookSentence(milliseconds: number): Sentence {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds >= 59.5) {
    const whole = Math.round(seconds);
    return { id: 'took.minute', params: { minutes: Math.floor(whole / 60), seconds: whole % 60 } };
  }
  const count = seconds < 9.95 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  return { id: 'took.second', params: { count } };
}
