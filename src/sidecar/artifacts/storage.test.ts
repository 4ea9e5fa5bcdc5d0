import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArtifactStorage } from './storage.ts';

let folder: string;
const at = 'gitrepository/flux-system/app';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-storage-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('createArtifactStorage', () => {
  it('knows a file that a crash or a hand has changed', async () => {
    const storage = createArtifactStorage(folder);
    const bytes = Buffer.from('artifact');
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    await storage.write(`${at}/a.tar.gz`, bytes);
    const before = await storage.isIntact(`${at}/a.tar.gz`, digest);
    await writeFile(join(folder, at, 'a.tar.gz'), 'artif');
    const after = await storage.isIntact(`${at}/a.tar.gz`, digest);
    const missing = await storage.isIntact(`${at}/b.tar.gz`, digest);
    expect([before, after, missing]).toEqual([true, false, false]);
  });

  it('keeps the current one and the newest beside it while it is young, and sweeps what a kill left', async () => {
    const storage = createArtifactStorage(folder);
    const names = ['1', '2', '3', '4'].map(name => `${name}.tar.gz`);
    for (const [index, name] of names.entries()) {
      await storage.write(`${at}/${name}`, Buffer.from(name));
      const time = 1000 + index * 100;
      await utimes(join(folder, at, name), time, time);
    }
    await writeFile(join(folder, at, '.unfinished-1'), 'half');
    await utimes(join(folder, at, '.unfinished-1'), 1000, 1000);
    const counts = [await storage.collect(`${at}/1.tar.gz`, 1_350_000)];
    const young = await readdir(join(folder, at));
    counts.push(await storage.collect(`${at}/1.tar.gz`, 9_000_000));
    const old = await readdir(join(folder, at));
    expect([young.sort(), old.sort(), counts]).toEqual([
      ['1.tar.gz', '4.tar.gz'],
      ['1.tar.gz'],
      [2, 1],
    ]);
  });
});
