import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packArchive } from './archive.ts';
import { unpackArchive, unpackLimits } from './unpack.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-unpack-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

type Entry = Parameters<ReturnType<typeof pack>['entry']>[0] & { content?: string };

/** An archive as nobody's `tar` would make it. */
async function archiveOf(entries: Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content, ...header } of entries) archive.entry(header, content ?? '');
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

async function unpacked(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function refusalOf(bytes: Buffer, limits = unpackLimits): Promise<string> {
  return unpackArchive(bytes, folder, limits).then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error))
  );
}

describe('unpackArchive', () => {
  it('writes what packArchive packed', async () => {
    const files = [
      { path: 'a/b/c.yaml', content: Buffer.from('kind: X\n') },
      { path: 'run.sh', content: Buffer.from('#!/bin/sh\n'), isExecutable: true },
    ];
    const { bytes } = await packArchive({ files, folders: ['a', 'a/b'] });
    await unpackArchive(bytes, folder);
    expect(await unpacked()).toEqual(['a/b/c.yaml', 'run.sh']);
    expect(await readFile(join(folder, 'a/b/c.yaml'), 'utf8')).toBe('kind: X\n');
  });

  it('leaves out links and devices, and writes through none of them', async () => {
    const bytes = await archiveOf([
      { name: 'etc', type: 'symlink', linkname: '/etc' },
      { name: 'out', type: 'symlink', linkname: '../..' },
      { name: 'hard', type: 'link', linkname: '/etc/passwd' },
      { name: 'null', type: 'character-device', devmajor: 1, devminor: 3 },
      { name: 'pipe', type: 'fifo' },
      { name: 'out/x.yaml', content: 'kept inside' },
    ]);
    await unpackArchive(bytes, folder);
    expect(await unpacked()).toEqual(['out/x.yaml']);
  });

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a\\..\\x', 'a/..'])(
    'refuses the path %j',
    async name => {
      const bytes = await archiveOf([{ name, content: 'x' }]);
      expect(await refusalOf(bytes)).toBe(
        `${JSON.stringify(name)}: a path that leaves the archive`
      );
      expect(await unpacked()).toEqual([]);
    }
  );

  it('refuses too many files, too big ones, too much of all, and folders too deep', async () => {
    const limits = { ...unpackLimits, files: 3, fileSize: 10, size: 20, depth: 3 };
    const file = (name: string, size: number) => ({ name, content: 'x'.repeat(size) });
    const names = ['a', 'b', 'c', 'd'];
    const said = [
      await refusalOf(await archiveOf(names.map(name => file(name, 1))), limits),
      await refusalOf(await archiveOf([file('big.yaml', 11)]), limits),
      await refusalOf(await archiveOf([file('a', 9), file('b', 9), file('c', 9)]), limits),
      await refusalOf(await archiveOf([file('a/b/c/d', 1)]), limits),
    ];
    expect(said).toEqual([
      'more than 3 files',
      'big.yaml: 11 bytes, a file may have 10',
      'c: more than 20 bytes in all',
      'a/b/c/d: more than 3 folders deep',
    ]);
  });

  it('refuses what unpacks to far more than it is', async () => {
    const bytes = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const limits = { ...unpackLimits, ratio: 20 };
    expect(await refusalOf(bytes, limits)).toMatch(/^\d+ bytes unpack to more than \d+$/);
  });

  it('refuses what is no archive', async () => {
    const said = [
      await refusalOf(Buffer.from('nonsense')),
      await refusalOf(gzipSync(Buffer.alloc(2048, 'x'))),
    ];
    expect(said.every(message => message !== 'not refused')).toBe(true);
  });
});
