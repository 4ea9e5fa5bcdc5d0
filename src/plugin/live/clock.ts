import type { Clock } from '../../core/kubernetes/informerLoop.ts';

interface Scheduler {
  postTask(task: () => void, options: { signal: AbortSignal }): Promise<void>;
}

/** Not in all browsers. */
const scheduler = (globalThis as { scheduler?: Scheduler }).scheduler;

/** A task of its own: timers that set timers wait 4 ms each, half the time of whoever works in pieces. */
function soon({ postTask }: Pick<Scheduler, 'postTask'>, callback: () => void): () => void {
  const stop = new AbortController();
  postTask(callback, { signal: stop.signal }).catch((error: unknown) => {
    if (!stop.signal.aborted) reportError(error);
  });
  return () => stop.abort();
}

/** The browser's time and chance, for the informers. */
export const browserClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, callback) {
    if (milliseconds <= 0 && scheduler) {
      return soon({ postTask: scheduler.postTask.bind(scheduler) }, callback);
    }
    const timer = window.setTimeout(callback, milliseconds);
    return () => window.clearTimeout(timer);
  },
};
