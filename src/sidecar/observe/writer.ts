import type { Log } from '../log.ts';

/** Writes small things one after another, in the order in which they happened. */
export interface Writer {
  add(what: string, write: () => Promise<void>): void;
  /** Until then what is added waits: thousands of small things at a start would hold up what it is there for. */
  begin(): void;
  /** Resolves when all that was added is written, or could not be. */
  flush(): Promise<void>;
}

/** What waits while the ledger takes nothing; beyond it the newest is lost, and said so. */
const most = 20_000;

export function createWriter(log: Log): Writer {
  let begin = () => {};
  let last = new Promise<void>(resolve => (begin = resolve));
  let waiting = 0;
  let said: string | undefined;

  const tell = (what: string, why: string) => {
    if (said !== why) log.error('not kept in the ledger', { what, error: why });
    said = why;
  };
  return {
    add(what, write) {
      if (waiting >= most) return tell(what, `${most} things wait for the ledger already`);
      waiting++;
      last = last
        .then(write)
        .then(() => {
          said = undefined;
        })
        .catch((error: unknown) =>
          tell(what, error instanceof Error ? error.message : String(error))
        )
        .finally(() => waiting--);
    },
    begin,
    flush() {
      begin();
      return last;
    },
  };
}
