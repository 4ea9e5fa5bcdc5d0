import type { Clock } from '../../src/core/kubernetes/informerLoop.ts';

/** Everything that only waits for promises is done. */
export const settled = () => new Promise(resolve => setImmediate(resolve));

/** Time that a test moves: what is due is called back. */
export function handClock() {
  let now = 1_000_000;
  let timers: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    random: () => 0.5,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return () => (timers = timers.filter(each => each !== timer));
    },
  };
  async function pass(milliseconds: number) {
    now += milliseconds;
    const due = timers.filter(each => each.at <= now);
    timers = timers.filter(each => each.at > now);
    for (const { callback } of due) callback();
    await settled();
  }
  return { clock, pass };
}
