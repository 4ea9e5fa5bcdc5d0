import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack } from 'tar-stream';

export interface ArchiveFile {
  /** Relative, with slashes. */
  path: string;
  content: Buffer;
  isExecutable?: boolean;
}

export interface ArchiveContent {
  files: readonly ArchiveFile[];
  /** Beside the root. */
  folders: readonly string[];
}

export interface Archive {
  bytes: Buffer;
  /** `sha256:HEX` of the bytes. */
  digest: string;
}

/**
 * A tar.gz that depends on nothing but names and contents, as Flux packs it: sorted, no owners, no times, fixed modes.
 * The same files give the same digest on every machine.
 */
export async function packArchive({ files, folders }: ArchiveContent): Promise<Archive> {
  const archive = pack();
  const chunks: Buffer[] = [];
  const packed = new Promise<void>((resolve, reject) => {
    archive.on('data', chunk => chunks.push(chunk as Buffer));
    archive.on('end', resolve);
    archive.on('error', reject);
  });
  const usual = { uid: 0, gid: 0, mtime: new Date(0) };
  const addFolder = (name: string) =>
    archive.entry({ ...usual, name, type: 'directory', mode: 0o750 });
  addFolder('.');
  const entries = [
    ...files.map(file => ({ path: file.path, file })),
    ...folders.map(path => ({ path, file: undefined })),
  ];
  for (const { path, file } of entries.sort((a, b) => comparePaths(a.path, b.path))) {
    if (!file) addFolder(path);
    else {
      const mode = file.isExecutable ? 0o700 : 0o600;
      archive.entry({ ...usual, name: path, mode }, file.content);
    }
  }
  archive.finalize();
  await packed;
  const bytes = await promisify(gzip)(Buffer.concat(chunks));
  return { bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

/** The folders above a file, the uppermost first. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The order of a walk: names within a folder, bytewise. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [one = '', two = ''] = [left[index], right[index]];
    if (one !== two) return Buffer.compare(Buffer.from(one), Buffer.from(two));
  }
  return left.length - right.length;
}
