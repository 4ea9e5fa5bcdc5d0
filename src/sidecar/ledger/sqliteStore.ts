import type { Ledger, LedgerLimits, LedgerStats } from './ledger.ts';
import { LedgerRefusal } from './ledger.ts';
import { type LedgerFile, openLedgerFile } from './ledgerFile.ts';
import { sqliteCode } from './sqliteCode.ts';
import { createReads, type Reads } from './sqliteReads.ts';
import { createRetention, type Retention } from './sqliteRetention.ts';
import { createWrites, type Writes } from './sqliteWrites.ts';

export interface StoreOptions {
  file: string;
  limits: LedgerLimits;
}

type Open = LedgerFile & { reads?: Reads; writes?: Writes; retain?: Retention };

/** Where there was no room to be made, none is looked for this long. */
const lookForRoomEvery = 60_000;

/** The ledger on an SQLite file, in the thread that calls it: everything but what waits between slices blocks it. */
export function createSqliteStore({ file, limits }: StoreOptions, now: () => number): Ledger {
  let open = openFile();
  let isClosed = false;
  /** Why the last write was not taken. */
  let refused:
    | { what: 'revision' | 'record'; why: LedgerRefusal['why']; problem: string }
    | undefined;
  let foundNoRoomAt = -Infinity;
  /** Writes, one after the other: each in slices, with reads in between. */
  let last: Promise<unknown> = Promise.resolve();
  /** Builds handed out since the last `retain`, and before it. */
  let handedOut = [new Set<string>(), new Set<string>()];

  function openFile(): Open {
    const found = openLedgerFile(file, now());
    if (found.state === 'failed' || !found.database) return found;
    const { database } = found;
    const reads = createReads(database);
    if (found.state === 'read-only') return { ...found, reads };
    // A burst between two `retain` may pass the limit, but not fill the volume.
    const pages = Math.ceil((limits.bytes * 1.5) / 4096) + 100;
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const writes = createWrites(database, reads);
    return { ...found, reads, writes, retain: createRetention(database, reads, limits) };
  }

  /** What could not be opened, or not for writing, may be by now: the other process ended, the file was moved. */
  function reopen(): Open {
    if (isClosed || open.state === 'ready') return open;
    if (open.state === 'read-only') open.close();
    open = openFile();
    return open;
  }

  function read<T>(ask: (reads: Reads) => T, nothing: T): T {
    const { reads } = open.reads ? open : reopen();
    try {
      return reads ? ask(reads) : nothing;
    } catch (error) {
      throw noted(error, 'revision');
    }
  }

  const held = () => new Set(handedOut.flatMap(set => [...set]));

  async function makeRoom({ reads, retain }: Required<Pick<Open, 'reads' | 'retain'>>) {
    if (Math.abs(now() - foundNoRoomAt) < lookForRoomEvery) return;
    const before = reads.bytes();
    await retain(now(), undefined, held());
    if (reads.bytes() >= before) foundNoRoomAt = now();
  }

  /** Says in our words why SQLite did not take something. */
  function refusal(error: unknown): unknown {
    const message = error instanceof Error ? error.message : String(error);
    switch (sqliteCode(error)) {
      case undefined:
        return error;
      case 'full':
        return new LedgerRefusal('full', `there is no room for ${file} (${message})`);
      case 'read-only':
        return new LedgerRefusal('read-only', `${file} may not be written (${message})`);
      default:
        return new LedgerRefusal('failed', `${file}: ${message}`);
    }
  }

  /** The error to throw; one that says something of the ledger's state is what `stats` tells. */
  function noted(error: unknown, what: 'revision' | 'record'): unknown {
    const found = refusal(error);
    if (found instanceof LedgerRefusal) refused = { what, why: found.why, problem: found.message };
    return found;
  }

  function write(
    what: 'revision' | 'record',
    work: (writes: Writes) => void | Promise<void>
  ): Promise<void> {
    const run = async () => {
      const { state, reads, writes, retain, problem = '' } = reopen();
      if (state !== 'ready' || !reads || !writes || !retain) {
        throw new LedgerRefusal(state === 'ready' ? 'failed' : state, problem);
      }
      try {
        try {
          await work(writes);
        } catch (error) {
          if (sqliteCode(error) !== 'full') throw error;
          await makeRoom({ reads, retain });
          await work(writes);
        }
        // A record takes less room than a revision: that one fits proves nothing for the other.
        if (refused && (what === 'revision' || refused.what === 'record')) refused = undefined;
      } catch (error) {
        const found = refusal(error);
        if (found instanceof LedgerRefusal)
          refused = { what, why: found.why, problem: found.message };
        throw found;
      }
    };
    const done = last.then(run);
    last = done.catch(() => {});
    return done;
  }

  return {
    addRevision: (entry, tree) => write('revision', writes => writes.addRevision(entry, tree)),
    addOutcome: outcome => write('record', writes => writes.addOutcome(outcome)),
    addEvent: event => write('record', writes => writes.addEvent(event)),
    setCommit: (source, revision, commit) =>
      write('record', writes => writes.setCommit(source, revision, commit)),

    revision: async (source, revision) =>
      read(reads => reads.revisionRow(source, revision)?.known, undefined),
    revisions: async query => read(reads => reads.revisions(query), []),
    tree: async hash => read(reads => reads.tree(hash), undefined),
    build: async hash => read(reads => reads.build(hash), undefined),
    objects: async hashes => read(reads => reads.objects(hashes), new Map()),
    outcomes: async query => read(reads => reads.outcomes(query), []),
    events: async query => read(reads => reads.events(query), []),

    async buildOf(renderKey) {
      const node = read(reads => reads.buildOf(renderKey), undefined);
      if (node?.build !== undefined) handedOut[0]?.add(node.build);
      return node;
    },

    async stats(): Promise<LedgerStats> {
      const nothing = { revisions: 0, objects: 0 };
      const numbers = read(reads => ({ bytes: reads.bytes(), ...reads.counts() }), {
        bytes: 0,
        ...nothing,
      });
      const { state, problem } = refused
        ? { state: refused.why, problem: refused.problem }
        : { state: open.state, problem: open.problem };
      return { state, ...(problem !== undefined && { problem }), ...numbers };
    },

    async retain(time, applied) {
      const run = async () => {
        const { retain } = open;
        if (!retain) return;
        await retain(time, applied, held());
        handedOut = [new Set(), handedOut[0] ?? new Set()];
      };
      const done = last.then(run).catch(error => {
        throw refusal(error);
      });
      last = done.catch(() => {});
      return done;
    },

    async close() {
      await last;
      isClosed = true;
      if (open.state !== 'failed') open.close();
      open = { state: 'failed', problem: `${file} is closed` };
    },
  };
}
