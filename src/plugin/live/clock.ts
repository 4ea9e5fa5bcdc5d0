import type { Clock } from '../../core/kubernetes/informerLoop.ts';

/** The browser's time and chance, for the informers. */
export const browserClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, callback) {
    const timer = window.setTimeout(callback, milliseconds);
    return () => window.clearTimeout(timer);
  },
};
