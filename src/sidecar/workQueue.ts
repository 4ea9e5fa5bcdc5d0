/** What a key needs next: nothing until something happens, or another look after so many milliseconds. */
export type Next = { after: number } | undefined;

export interface WorkQueue {
  /** Works on the key as soon as it can; once more, where it is being worked on. */
  add(key: string): void;
  /** Ends the timers, cancels what runs, and resolves when nothing runs any more. */
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls back once, unless undone before. */
  wait(milliseconds: number, then: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  wait(milliseconds, then) {
    // A timer takes 31 bits: an interval of a month comes early, which is only another look.
    const timer = setTimeout(then, Math.min(milliseconds, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

interface QueueOptions {
  /** Keys worked on at one time; one key never twice. */
  concurrency: number;
  work(key: string, signal: AbortSignal): Promise<Next>;
  /** Told of what `work` throws, and when it is tried again. */
  onError(key: string, error: unknown, retryAfter: number): void;
  clock?: Clock;
}

const backoff = { first: 750, most: 15 * 60_000 };

/** A queue of names, not of events: ten changes of an object while it is worked on are one more look at it. */
export function createWorkQueue({
  concurrency,
  work,
  onError,
  clock = systemClock,
}: QueueOptions): WorkQueue {
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Map<string, () => void>();
  const failures = new Map<string, number>();
  const controller = new AbortController();

  function add(key: string): void {
    if (controller.signal.aborted) return;
    if (running.has(key)) again.add(key);
    else {
      waiting.add(key);
      startNext();
    }
  }

  function addAfter(key: string, milliseconds: number): void {
    timers.get(key)?.();
    const undo = clock.wait(milliseconds, () => {
      timers.delete(key);
      add(key);
    });
    timers.set(key, undo);
  }

  function startNext(): void {
    for (const key of waiting) {
      if (running.size >= concurrency) return;
      waiting.delete(key);
      timers.get(key)?.();
      timers.delete(key);
      running.set(key, run(key));
    }
  }

  async function run(key: string): Promise<void> {
    // What is added by the caller of `add` in the same turn belongs to this run.
    await Promise.resolve();
    let next: Next;
    try {
      next = await work(key, controller.signal);
      failures.delete(key);
    } catch (error) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      next = { after: Math.min(backoff.most, backoff.first * 2 ** count) };
      if (!controller.signal.aborted) onError(key, error, next.after);
    }
    running.delete(key);
    if (controller.signal.aborted) return;
    if (again.delete(key)) waiting.add(key);
    else if (next) addAfter(key, next.after);
    startNext();
  }

  return {
    add,
    async close() {
      controller.abort();
      for (const undo of timers.values()) undo();
      timers.clear();
      waiting.clear();
      await Promise.all(running.values());
    },
  };
}
