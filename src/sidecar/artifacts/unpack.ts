import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

export interface UnpackLimits {
  files: number;
  /** Bytes of one file. */
  fileSize: number;
  /** Bytes of all files together. */
  size: number;
  /** Bytes unpacked for each byte packed. */
  ratio: number;
  /** Folders above a file. */
  depth: number;
}

export const unpackLimits: UnpackLimits = {
  files: 50_000,
  fileSize: 64 * 1024 * 1024,
  size: 512 * 1024 * 1024,
  ratio: 1000,
  depth: 40,
};

/** An archive that is not what it should be. The message names the entry. */
class ArchiveRefused extends Error {}

/**
 * Writes the regular files of a tar.gz below `folder`. Links and devices are left out, as Flux does; a name that would
 * leave the folder, or more than the limits, refuses the whole archive.
 */
export async function unpackArchive(
  bytes: Buffer,
  folder: string,
  limits: UnpackLimits = unpackLimits
): Promise<void> {
  let [files, size, entries] = [0, 0, 0];
  const unpacked = extract();
  const bounded = boundedGunzip(bytes, limits);
  bounded.on('error', error => unpacked.destroy(error));
  bounded.pipe(unpacked);
  const folders = new Set<string>();
  for await (const entry of unpacked) {
    const { header } = entry;
    if (++entries > limits.files * 2) {
      throw new ArchiveRefused(`more than ${limits.files * 2} entries`);
    }
    const path = safePath(header.name, limits.depth);
    if (header.type !== 'file' && header.type !== 'contiguous-file') {
      if (header.type === 'directory') await mkdir(join(folder, path), { recursive: true });
      entry.resume();
      continue;
    }
    const length = header.size ?? 0;
    files += 1;
    size += length;
    if (length > limits.fileSize) {
      throw new ArchiveRefused(`${path}: ${length} bytes, a file may have ${limits.fileSize}`);
    }
    if (files > limits.files) throw new ArchiveRefused(`more than ${limits.files} files`);
    if (size > limits.size)
      throw new ArchiveRefused(`${path}: more than ${limits.size} bytes in all`);
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const target = join(folder, path);
    if (!folders.has(dirname(target))) {
      folders.add(dirname(target));
      await mkdir(dirname(target), { recursive: true });
    }
    await writeFile(target, Buffer.concat(chunks));
  }
}

function boundedGunzip(bytes: Buffer, limits: UnpackLimits): Readable {
  const gunzip = createGunzip();
  // Each entry has a head, and is filled up to a whole block.
  const whole = limits.size + limits.files * 2048;
  const most = Math.min(whole, Math.max(1024 * 1024, bytes.length * limits.ratio));
  let seen = 0;
  gunzip.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen <= most) return;
    gunzip.destroy(new ArchiveRefused(`${bytes.length} bytes unpack to more than ${most}`));
  });
  Readable.from([bytes]).pipe(gunzip);
  return gunzip;
}

function safePath(name: string, depth: number): string {
  const parts = name.split('/').filter(part => part !== '' && part !== '.');
  const leaves = name.startsWith('/') || name.includes('\0') || parts.includes('..');
  // A backslash separates folders on Windows.
  if (leaves || name.includes('\\')) {
    throw new ArchiveRefused(`${JSON.stringify(name)}: a path that leaves the archive`);
  }
  if (parts.length > depth) {
    throw new ArchiveRefused(`${name}: more than ${depth} folders deep`);
  }
  return parts.join('/');
}
