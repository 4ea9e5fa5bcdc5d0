import type { Log } from '../log.ts';
import type { Ledger } from './ledger.ts';

const minute = 60_000;

/** Has the ledger drop what is beyond its limits: soon after the start, then every hour. */
export function startRetention(options: {
  ledger: Pick<Ledger, 'retain'>;
  /** Revisions that are applied now, undefined while that is not known. */
  applied(): string[] | undefined;
  log: Log;
  now(): number;
  /** Rejects when it is told to stop. */
  sleep(milliseconds: number, until: AbortSignal): Promise<void>;
}): { close(): Promise<void> } {
  const { ledger, applied, log, now, sleep } = options;
  const stop = new AbortController();

  async function run(): Promise<void> {
    for (let wait = minute; ; wait = 60 * minute) {
      await sleep(wait, stop.signal);
      await ledger.retain(now(), applied()).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        log.error('nothing was dropped from the ledger', { error: message });
      });
    }
  }
  const done = run().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    close() {
      stop.abort();
      return done;
    },
  };
}
