import { parentPort, workerData } from 'node:worker_threads';
import type { Ledger } from './ledger.ts';
import { LedgerRefusal } from './ledger.ts';
import type { Answer, Call, Setup } from './sqliteCalls.ts';
import { toRenderedTree } from './sqliteCalls.ts';
import { createSqliteStore } from './sqliteStore.ts';

// The thread of `openSqliteLedger`: what takes long (compressing, the disk, sweeping) never holds up the sidecar's own.
const port = parentPort;
if (!port) throw new Error('sqliteWorker.ts is a thread: openSqliteLedger starts it');
const { file, limits, openedAt }: Setup = workerData;
const started = performance.now();
const store = createSqliteStore(
  { file, limits },
  () => openedAt + Math.round(performance.now() - started)
);

async function run(method: keyof Ledger, args: unknown[]): Promise<unknown> {
  if (method === 'addRevision') {
    const [entry, sent] = args as [
      Parameters<Ledger['addRevision']>[0],
      Parameters<typeof toRenderedTree>[0]?
    ];
    return store.addRevision(entry, sent && toRenderedTree(sent));
  }
  const work = store[method] as (...values: unknown[]) => Promise<unknown>;
  const value = await work(...args);
  return method === 'build' ? JSON.stringify(value) : value;
}

port.on('message', async ({ id, method, args }: Call) => {
  const answer = (message: Answer): void => port.postMessage(message);
  try {
    answer({ id, value: await run(method, args) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer({ id, error: { message, why: error instanceof LedgerRefusal ? error.why : undefined } });
  }
  if (method === 'close') port.close();
});
