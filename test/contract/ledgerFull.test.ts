import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';
import { entryOf, sha, source, textOf, treeOf } from './ledgerSamples.ts';

const execute = promisify(execFile);
/** Whether a volume of our own may be mounted, where nobody else sees it. */
const canMount = await execute('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).then(
  () => true,
  () => false
);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-full-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a ledger without room', { timeout: 60_000 }, () => {
  it.runIf(canMount)('on a volume says so, answers on, and recovers by itself', async () => {
    const program = join(import.meta.dirname, 'ledgerFull.ts');
    const mounted = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$0" "$2" "$1"';
    const args = ['-Urm', 'sh', '-c', mounted, process.execPath, folder, program];
    const { stdout } = await execute('unshare', args);
    const { taken, message, ...said } = JSON.parse(stdout);
    const problem = `there is no room for ${join(folder, 'ledger.db')} (database or disk is full)`;
    expect(taken).toBeGreaterThan(3);
    expect(message).toBe(problem);
    expect(said).toEqual({
      refusal: { name: 'LedgerRefusal', why: 'full' },
      again: 'LedgerRefusal',
      full: expect.objectContaining({ state: 'full', problem, revisions: taken }),
      isReadWhole: true,
      after: expect.objectContaining({ state: 'ready', revisions: taken + 1 }),
      log: ['the ledger is open', 'the ledger takes nothing', 'the ledger takes revisions again'],
    });
    expect(said.after.problem).toBeUndefined();
  });

  it('within its limit makes room by itself, and refuses what could never fit', async () => {
    const ledger = openSqliteLedger({
      file: join(folder, 'ledger.db'),
      limits: { bytes: 200_000 },
      log: { info() {}, error() {} },
      now: Date.now,
    });
    const noise = (number: number, length: number) =>
      [...Array(length).keys()].map(part => sha(`${number} ${part}`)).join('');
    const treeAt = (number: number, length: number) =>
      treeOf({ apps: [textOf('large', { noise: noise(number, length) })] });
    for (let number = 1; number <= 60; number++)
      await ledger.addRevision(entryOf(number), treeAt(number, 1000));
    expect(await ledger.stats()).toMatchObject({ state: 'ready' });
    const kept = await ledger.revisions({ source, limit: 99 });
    expect(kept[0]?.revision).toBe(entryOf(60).revision);
    expect(kept.length).toBeLessThan(60);

    await expect(ledger.addRevision(entryOf(61), treeAt(61, 60_000))).rejects.toMatchObject({
      why: 'full',
    });
    expect(await ledger.stats()).toMatchObject({ state: 'full' });
    expect(await ledger.revision(source, entryOf(60).revision)).toBeDefined();
    expect(await ledger.revision(source, entryOf(61).revision)).toBeUndefined();
    // That a small thing fits does not mean that a revision would.
    await ledger.addOutcome({ object: 'Kustomization/a/b', at: 1, state: 'applied' });
    expect(await ledger.stats()).toMatchObject({ state: 'full' });

    await ledger.addRevision(entryOf(62), treeAt(62, 10));
    expect(await ledger.stats()).toMatchObject({ state: 'ready' });
    await ledger.close();
  });
});
