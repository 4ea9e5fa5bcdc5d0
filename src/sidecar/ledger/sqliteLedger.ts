import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';
import type { Ledger, LedgerLimits, LedgerStats } from './ledger.ts';
import { defaultLimits, LedgerRefusal } from './ledger.ts';
import type { Answer, Call, Setup } from './sqliteCalls.ts';
import { toSentTree } from './sqliteCalls.ts';

export interface SqliteLedgerOptions {
  file: string;
  limits?: Partial<LedgerLimits>;
  log: Log;
  now(): number;
}

/** Texts are taken out of their messages so many at a time: none holds up whoever else waits. */
const objectsAtOnce = 500;

/**
 * The ledger on a file, in a thread of its own. It opens whatever the file is like: `stats` says when it is not ready,
 * and why. One that cannot be written still answers. Looking at a large file takes seconds, for which only what is asked
 * of it waits.
 */
export function openSqliteLedger(options: SqliteLedgerOptions): Ledger {
  const { file, limits, log, now } = options;
  const setup: Setup = { file, limits: { ...defaultLimits, ...limits }, openedAt: now() };
  const worker = new Worker(workerFile(), {
    workerData: setup,
    name: 'ledger',
    // Options that Node was started with are for its main file.
    execArgv: [],
    // Several times the largest revision; unbounded, it keeps what it has used long ago: 150 MB of the sidecar's.
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 },
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  let ended: LedgerRefusal | undefined;
  let isClosing = false;
  let state: LedgerStats['state'] = 'ready';

  function end(reason: string): void {
    ended ??= new LedgerRefusal('failed', `${file}: ${reason}`);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }
  function sayState(found: LedgerStats['state'], problem: string | undefined): void {
    if (found === state) return;
    state = found;
    if (found === 'ready') log.info('the ledger takes revisions again', { file });
    else log.error('the ledger takes nothing', { state: found, error: problem });
  }

  worker.on('message', ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (!error) return call?.resolve(value);
    if (error.why) sayState(error.why, error.message);
    call?.reject(
      error.why ? new LedgerRefusal(error.why, error.message) : new Error(error.message)
    );
  });
  worker.on('error', error => {
    log.error('the ledger ended', {
      error: error instanceof Error ? error.message : String(error),
    });
    end(error instanceof Error ? error.message : String(error));
  });
  const gone = new Promise<void>(resolve => {
    worker.on('exit', () => {
      end('the ledger is closed');
      resolve();
    });
  });

  function call<Method extends keyof Ledger>(
    method: Method,
    ...args: unknown[]
  ): ReturnType<Ledger[Method]>;
  function call(method: keyof Ledger, ...args: unknown[]): Promise<unknown> {
    if (ended) return Promise.reject(ended);
    const message: Call = { id: ++calls, method, args };
    return new Promise((resolve, reject) => {
      waiting.set(message.id, { resolve, reject });
      worker.postMessage(message);
    });
  }
  async function write(method: keyof Ledger, ...args: unknown[]): Promise<void> {
    await call(method, ...args);
    sayState('ready', undefined);
  }

  const ledger: Ledger = {
    addRevision: (entry, tree) => write('addRevision', entry, tree && toSentTree(tree)),
    revision: (source, revision) => call('revision', source, revision),
    revisions: query => call('revisions', query),
    tree: hash => call('tree', hash),
    async build(hash) {
      const text: unknown = await call('build', hash);
      return typeof text === 'string' ? JSON.parse(text) : undefined;
    },
    async objects(hashes) {
      const found = new Map<string, string>();
      for (let from = 0; from < hashes.length; from += objectsAtOnce) {
        const some = await call('objects', hashes.slice(from, from + objectsAtOnce));
        for (const [hash, text] of some) found.set(hash, text);
      }
      return found;
    },
    buildOf: renderKey => call('buildOf', renderKey),
    addOutcome: outcome => write('addOutcome', outcome),
    outcomes: query => call('outcomes', query),
    addEvent: event => write('addEvent', event),
    events: query => call('events', query),
    setCommit: (source, revision, commit) => write('setCommit', source, revision, commit),
    async stats() {
      const found = ended ? undefined : await call('stats').catch(() => undefined);
      if (found) return found;
      const problem = ended?.message ?? `${file} cannot be read`;
      return { state: 'failed', problem, bytes: 0, revisions: 0, objects: 0 };
    },
    retain: (time, applied) => call('retain', time, applied),
    async close() {
      isClosing = true;
      if (!ended) await call('close').catch(() => {});
      await gone;
    },
  };
  void ledger.stats().then(({ state: found, problem, revisions }) => {
    if (isClosing) return;
    state = found;
    if (problem === undefined) log.info('the ledger is open', { file, revisions });
    else log.error('the ledger', { state, error: problem });
  });
  return ledger;
}

/** Beside this file, as TypeScript; in the bundle, as a file of the bundle. */
function workerFile(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './sqliteWorker.ts' : './sqliteWorker.mjs', here);
}
