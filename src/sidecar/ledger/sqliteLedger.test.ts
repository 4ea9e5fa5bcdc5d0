import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, LedgerLimits, RenderedTree, RevisionEntry } from './ledger.ts';
import { migrations } from './migrations.ts';
import { openSqliteLedger } from './sqliteLedger.ts';

const root = resolve(import.meta.dirname, '../../..');
const source = 'GitRepository/flux-system/homelab';
const openedAt = Date.UTC(2026, 10, 22, 19, 6, 50);
let folder: string;
let file: string;
let lines: [message: string, fields?: Record<string, unknown>][];
const ledgers: Ledger[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-ledger-'));
  file = join(folder, 'ledger.db');
  lines = [];
});
afterEach(async () => {
  await Promise.all(ledgers.splice(0).map(ledger => ledger.close()));
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

async function open(limits?: Partial<LedgerLimits>): Promise<Ledger> {
  const say = (message: string, fields?: Record<string, unknown>) =>
    void lines.push([message, fields]);
  const ledger = openSqliteLedger({
    file,
    limits,
    log: { info: say, error: say },
    now: () => openedAt,
  });
  ledgers.push(ledger);
  // Answered once it is open.
  await ledger.stats();
  return ledger;
}

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

function entryOf(number: number): RevisionEntry {
  const revision = `main@sha1:${sha(`${number}`).slice(0, 40)}`;
  return { source, revision, digest: `sha256:${sha(revision)}`, seenAt: number, how: 'watch' };
}

/** So many objects of about 1.5 kB each that hardly compress, all of them its own. */
function treeOf(number: number, count: number): RenderedTree {
  const ref = { group: '', version: 'v1', kind: 'ConfigMap', namespace: 'a', name: 'b' };
  const noise = (index: number) =>
    [...Array(24).keys()].map(part => sha(`${number} ${index} ${part}`)).join('');
  const texts = [...Array(count).keys()].map(index => JSON.stringify({ data: noise(index) }));
  const hash = sha(`build ${number}`);
  return {
    nodes: [
      { kustomization: 'a/b', key: hash, build: hash, prune: true, deletionPolicy: 'Delete' },
    ],
    builds: new Map([[hash, texts.map(text => ({ ref, hash: sha(text) }))]]),
    objects: new Map(texts.map(text => [sha(text), text])),
  };
}

async function fill(ledger: Ledger, revisions: number): Promise<void> {
  for (let number = 1; number <= revisions; number++)
    await ledger.addRevision(entryOf(number), treeOf(number, 20));
}

/** An honest file with a history, closed. */
async function written(revisions = 10): Promise<void> {
  const ledger = await open();
  await fill(ledger, revisions);
  await ledger.close();
  ledgers.length = 0;
  lines = [];
}

describe('the file of the ledger', { timeout: 60_000 }, () => {
  it('keeps everything from one opening to the next', async () => {
    await written();
    const ledger = await open();
    expect(await ledger.revisions({ source, limit: 99 })).toHaveLength(10);
    const known = await ledger.revision(source, entryOf(3).revision);
    expect(known).toEqual({ ...entryOf(3), tree: expect.any(String) });
    const { objects, builds } = treeOf(3, 20);
    expect(await ledger.objects([...objects.keys()])).toEqual(objects);
    expect(await ledger.build(sha('build 3'))).toEqual([...builds.values()][0]);
    expect(await ledger.stats()).toMatchObject({ state: 'ready', revisions: 10, objects: 200 });
    expect(lines).toEqual([['the ledger is open', { file, revisions: 10 }]]);
  });

  it('is its owner’s alone, and so is all that lies beside it', async () => {
    const ledger = await open();
    await fill(ledger, 2);
    const names = await readdir(folder);
    expect(names.sort()).toEqual([
      'ledger.db',
      'ledger.db-shm',
      'ledger.db-wal',
      'ledger.db.writer',
    ]);
    const modes = await Promise.all(
      names.map(async name => ((await stat(join(folder, name))).mode & 0o777).toString(8))
    );
    expect(modes).toEqual(['600', '600', '600', '600']);
  });

  it('is found where its folder is not there yet', async () => {
    file = join(folder, 'deep/below/ledger.db');
    expect(await (await open()).stats()).toMatchObject({ state: 'ready', revisions: 0 });
  });

  describe('that is damaged is set aside, and a new one begun', () => {
    /** Files that were set aside in the minute after the opening. */
    const asides = async () =>
      (await readdir(folder)).filter(name =>
        /^ledger\.db\.damaged-2026-11-22T19-0[67]-\d\d\.\d{3}Z$/.test(name)
      );

    async function expectFresh(damage: RegExp): Promise<void> {
      const before = await readFile(file);
      const ledger = await open();
      const { problem = '', ...stats } = await ledger.stats();
      expect(stats).toMatchObject({ state: 'ready', revisions: 0, objects: 0 });
      expect(problem).toMatch(damage);
      const [aside = ''] = await asides();
      expect(problem).toContain(`is now ${join(folder, aside)}; a new ledger was begun`);
      expect(await readFile(join(folder, aside))).toEqual(before);
      await fill(ledger, 1);
      expect(await ledger.revisions({ source, limit: 9 })).toHaveLength(1);
      expect(lines[0]?.[0]).toBe('the ledger');
    }

    it('when it was cut short', async () => {
      await written();
      await truncate(file, Math.floor((await stat(file)).size / 8192) * 4096 + 1000);
      await expectFresh(/damaged \(/);
    });
    it('when it was cut to nothing', async () => {
      await written();
      await truncate(file, 0);
      await expectFresh(/damaged \(it is empty\)/);
    });
    it('when it is something else', async () => {
      await writeFile(file, 'not a database at all, '.repeat(1000));
      await expectFresh(/damaged \(file is not a database\)/);
    });
    it('when pages in its middle were overwritten', async () => {
      await written();
      const bytes = await readFile(file);
      bytes.fill(0xa5, 40_000, 120_000);
      await writeFile(file, bytes);
      await expectFresh(/damaged \(/);
    });

    it('and only the last such file is kept', async () => {
      const old = `${file}.damaged-2026-01-01T00-00-00.000Z`;
      await writeFile(old, 'older');
      await writeFile(file, 'x'.repeat(5000));
      await open();
      const damaged = (await readdir(folder)).filter(name => name.includes('damaged'));
      expect(damaged).toEqual(await asides());
      expect(damaged).toHaveLength(1);
    });
  });

  describe('that is not for us stays as it is, and the sidecar goes on without a ledger', () => {
    async function expectFailed(problem: string): Promise<void> {
      const before = await readFile(file);
      const ledger = await open();
      expect(await ledger.stats()).toEqual({
        state: 'failed',
        problem,
        bytes: 0,
        revisions: 0,
        objects: 0,
      });
      expect(await ledger.revisions({ source, limit: 9 })).toEqual([]);
      expect(await ledger.revision(source, 'x')).toBeUndefined();
      expect(await ledger.objects(['x'])).toEqual(new Map());
      await ledger.retain(0);
      await expect(ledger.addRevision(entryOf(1), undefined)).rejects.toMatchObject({
        name: 'LedgerRefusal',
        why: 'failed',
        message: problem,
      });
      expect(await readFile(file)).toEqual(before);
      expect(lines).toEqual([['the ledger', { state: 'failed', error: problem }]]);

      // Whoever moves it away has a ledger again, without a restart.
      await rm(file);
      await ledger.addRevision(entryOf(1), undefined);
      expect(await ledger.stats()).toMatchObject({ state: 'ready', revisions: 1 });
    }

    it('when a newer Lumen wrote it', async () => {
      await written();
      const database = new DatabaseSync(file);
      database.exec('PRAGMA user_version = 99; PRAGMA journal_mode = DELETE');
      database.close();
      await expectFailed(
        `${file} was written by a newer Lumen (version 99 of the file; this one reads up to ${migrations.length}): run the newer one, or move the file away`
      );
    });
    it('when another program wrote it', async () => {
      const database = new DatabaseSync(file);
      database.exec('CREATE TABLE precious (data TEXT)');
      database.close();
      await expectFailed(`${file} is not a ledger of Lumen: name another file, or move it away`);
    });
  });

  it('has one writer; another reads, and writes when the first is gone', async () => {
    const first = await open();
    await fill(first, 2);
    const second = await open();
    const problem = `another process writes ${file}`;
    expect(await second.stats()).toMatchObject({ state: 'read-only', problem, revisions: 2 });
    await first.addRevision(entryOf(3), undefined);
    expect(await second.revisions({ source, limit: 9 })).toHaveLength(3);
    await expect(second.addRevision(entryOf(4), undefined)).rejects.toMatchObject({
      why: 'read-only',
      message: problem,
    });

    await first.close();
    await second.addRevision(entryOf(4), undefined);
    expect(await second.stats()).toEqual({
      state: 'ready',
      bytes: expect.any(Number),
      revisions: 4,
      objects: 40,
      oldest: 1,
    });
  });

  it('answers where nothing may be written', async () => {
    await written(3);
    await Promise.all([rm(`${file}.writer`), chmod(file, 0o444)]);
    await chmod(folder, 0o555);
    // The right to write is nothing that root can be without.
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const script = `
      import { openSqliteLedger } from ${JSON.stringify(
        join(root, 'src/sidecar/ledger/sqliteLedger.ts')
      )};
      const log = { info() {}, error() {} };
      const ledger = openSqliteLedger({ file: ${JSON.stringify(file)}, log, now: Date.now });
      const refused = await ledger.addOutcome({ object: 'a', at: 1, state: 'applied' }).catch(error => error.message);
      const rows = await ledger.revisions({ source: '${source}', limit: 9 });
      console.log(JSON.stringify({ ...(await ledger.stats()), refused, rows: rows.length }));
      await ledger.close();`;
    const args = ['--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { ...user, cwd: '/' });
    const problem = `${folder} may not be written`;
    expect(JSON.parse(stdout)).toEqual({
      state: 'read-only',
      problem,
      refused: problem,
      bytes: expect.any(Number),
      revisions: 3,
      objects: 60,
      oldest: 1,
      rows: 3,
    });
  });

  it('works as part of the bundle, its thread beside it', async () => {
    const container = await readFile(join(root, 'deploy/container/Containerfile'), 'utf8');
    expect(container).toContain('src/sidecar/ledger/sqliteWorker.ts');
    await build({
      entryPoints: ['sqliteLedger.ts', 'sqliteWorker.ts'].map(name =>
        join(import.meta.dirname, name)
      ),
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      logLevel: 'silent',
    });
    const script = `
      import { openSqliteLedger } from ${JSON.stringify(join(folder, 'sqliteLedger.mjs'))};
      const log = { info() {}, error() {} };
      const ledger = openSqliteLedger({ file: ${JSON.stringify(file)}, log, now: Date.now });
      console.log((await ledger.stats()).state);
      await ledger.close();`;
    const args = ['--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe('ready\n');
  });

  it('takes less than 200 bytes for a revision that changed nothing', async () => {
    const ledger = await open();
    const tree = treeOf(0, 50);
    await ledger.addRevision(entryOf(0), tree);
    const { bytes: before } = await ledger.stats();
    for (let number = 1; number <= 500; number++) await ledger.addRevision(entryOf(number), tree);
    const { bytes: after } = await ledger.stats();
    expect((after - before) / 500).toBeLessThan(200);
  });

  it('answers while much is written and dropped, and lets nobody wait for the disk', async () => {
    const ledger = await open({ revisions: 1 });
    let answers = 0;
    let longest = 0;
    async function during(work: Promise<void>): Promise<void> {
      let isDone = false;
      const done = work.finally(() => (isDone = true));
      while (!isDone) {
        const from = performance.now();
        await ledger.revision(source, 'none');
        longest = Math.max(longest, performance.now() - from);
        answers++;
      }
      await done;
    }
    await during(ledger.addRevision(entryOf(1), treeOf(1, 4000)));
    await during(ledger.addRevision(entryOf(2), treeOf(2, 4000)));
    await during(ledger.retain(2));
    expect((await ledger.stats()).objects).toBe(4000);
    expect(answers).toBeGreaterThan(10);
    // One that waited for the whole would wait for half a second and more on any machine.
    expect(longest).toBeLessThan(5000);
  });

  it('gives its room back', async () => {
    const ledger = await open({ revisions: 1 });
    await fill(ledger, 30);
    await ledger.retain(30);
    await ledger.close();
    const { size: small } = await stat(file);
    await copyFile(file, `${file}.copy`);
    const database = new DatabaseSync(`${file}.copy`);
    database.exec('VACUUM');
    database.close();
    expect(small).toBeLessThan((await stat(`${file}.copy`)).size * 1.5 + 100_000);
  });
});
