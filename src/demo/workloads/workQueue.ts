import { ApiError } from '../../node/kubernetes/apiError.ts';

export interface WorkQueue {
  /** Has the key worked on soon; keys that wait already are not added again. */
  add(key: string): void;
  close(): Promise<void>;
}

export interface WorkQueueOptions {
  /** Does what the key needs now; a number asks for the key again after so many milliseconds. */
  work: (key: string) => Promise<number | void>;
  /** Keys worked on at once; 4 unless told. */
  concurrency?: number;
  log?: (line: string) => void;
}

/** One key at a time, many keys at once; a key that fails is tried again, later each time. */
export function createWorkQueue({ work, concurrency = 4, log }: WorkQueueOptions): WorkQueue {
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const failures = new Map<string, number>();
  let isClosed = false;

  function add(key: string): void {
    if (isClosed) return;
    clearTimeout(timers.get(key));
    timers.delete(key);
    if (running.has(key)) again.add(key);
    else waiting.add(key);
    next();
  }

  function addLater(key: string, delay: number): void {
    if (isClosed || again.has(key)) return;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => add(key), delay)
    );
  }

  function next(): void {
    for (const key of waiting) {
      if (running.size >= concurrency) return;
      waiting.delete(key);
      running.set(key, run(key));
    }
  }

  async function run(key: string): Promise<void> {
    // One turn later, so that a burst of changes to one key is one piece of work.
    await new Promise(resolve => setImmediate(resolve));
    again.delete(key);
    try {
      const delay = isClosed ? undefined : await work(key);
      failures.delete(key);
      if (typeof delay === 'number') addLater(key, Math.max(delay, 1));
    } catch (error) {
      if (!isClosed) fail(key, error);
    }
    running.delete(key);
    if (again.delete(key)) add(key);
    else next();
  }

  function fail(key: string, error: unknown): void {
    const count = failures.get(key) ?? 0;
    failures.set(key, count + 1);
    // Somebody else was faster: their change is on its way here, so this is no failure worth a line.
    const isConflict = error instanceof ApiError && error.status === 409;
    if (!isConflict) log?.(`${key}: ${error instanceof Error ? error.message : String(error)}`);
    addLater(key, Math.min(20 * 2 ** count, 10_000) * (0.75 + Math.random() / 2));
  }

  return {
    add,
    async close() {
      isClosed = true;
      waiting.clear();
      again.clear();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
