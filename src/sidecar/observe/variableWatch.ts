import { createHash } from 'node:crypto';
import type { SourceData, VariableReader, VariableSource } from '../render/variables.ts';
import type { Clock } from '../workQueue.ts';

/** Remembers which variables were read for whom, and looks whether they have changed since. */
export interface VariableWatch {
  /** Reads for `reader`: a source that is rendered. */
  readFor(reader: string): VariableReader;
  /** Those that we may not read, with who needed them. */
  forbidden(): { variables: VariableSource; readers: string[] }[];
  close(): void;
}

interface Known {
  variables: VariableSource;
  readers: Set<string>;
  /** Of what was read last: values stay nowhere. */
  digest: string;
  isForbidden: boolean;
}

export function startVariableWatch(options: {
  read: VariableReader;
  clock: Clock;
  /** Milliseconds between two looks. */
  interval: number;
  onChange(reader: string): void;
}): VariableWatch {
  const { read, clock, interval, onChange } = options;
  const known = new Map<string, Known>();
  const stop = new AbortController();
  let undo = clock.wait(interval, look);

  function look(): void {
    void lookAtAll().finally(() => {
      if (!stop.signal.aborted) undo = clock.wait(interval, look);
    });
  }

  /** One after another: nobody waits for it. */
  async function lookAtAll(): Promise<void> {
    for (const one of [...known.values()]) {
      if (stop.signal.aborted) return;
      // An API server that does not answer is no change; the next look will tell.
      const found = await read(one.variables, stop.signal).catch(() => undefined);
      if (!found) continue;
      const digest = digestOf(found);
      if (digest === one.digest) continue;
      one.digest = digest;
      one.isForbidden = found.state === 'forbidden';
      one.readers.forEach(onChange);
    }
  }

  return {
    readFor: reader => async (variables, signal) => {
      const found = await read(variables, signal);
      const key = `${variables.kind}/${variables.namespace}/${variables.name}`;
      const one = known.get(key);
      known.set(key, {
        variables,
        readers: new Set([...(one?.readers ?? []), reader]),
        digest: digestOf(found),
        isForbidden: found.state === 'forbidden',
      });
      return found;
    },
    forbidden: () =>
      [...known.values()]
        .filter(({ isForbidden }) => isForbidden)
        .map(({ variables, readers }) => ({ variables, readers: [...readers] })),
    close() {
      stop.abort();
      undo();
    },
  };
}

function digestOf(found: SourceData): string {
  const entries = found.state === 'found' ? Object.entries(found.data).sort() : [];
  return createHash('sha256')
    .update(JSON.stringify([found.state, entries]))
    .digest('base64');
}
