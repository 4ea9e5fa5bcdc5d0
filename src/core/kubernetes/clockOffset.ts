/**
 * How far another clock is ahead of ours, in milliseconds, from one answer that carried its time in whole
 * seconds. Zero where both may well be the same: its second and the time on the way are not known finer.
 */
export function clockOffset(answer: { sent: number; received: number; date: number }): number {
  const atLeast = answer.date - answer.received;
  const atMost = answer.date + 1000 - answer.sent;
  if (atLeast <= 0 && atMost >= 0) return 0;
  return Math.round((atLeast + atMost) / 2);
}
