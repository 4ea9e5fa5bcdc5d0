import { type ArchiveContent, foldersOf } from './archive.ts';
import type { GitStore } from './gitStore.ts';
import { createIgnoreRules, ignoreFile } from './ignoreRules.ts';

export interface TreeLimits {
  files: number;
  /** Bytes of all files together. */
  size: number;
}

interface Blob {
  path: string;
  hash: string;
  size: number;
  isExecutable: boolean;
}

/** The folders and regular files of a commit that its ignore rules let through. Links and submodules are left out, as Flux does. */
export async function readGitTree(
  store: GitStore,
  commit: string,
  options: { ignore?: string; limits: TreeLimits }
): Promise<ArchiveContent> {
  const { files: maxFiles, size: maxSize } = options.limits;
  const listing = await store.read(
    ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', commit],
    { maxOutput: maxFiles * 400 }
  );
  const blobs = listing.toString('utf8').split('\0').flatMap(toBlob);
  const ignoring = blobs
    .filter(blob => blob.path === ignoreFile || blob.path.endsWith(`/${ignoreFile}`))
    .slice(0, 1000);
  const texts = await readBlobs(store, ignoring);
  const files = ignoring.map((blob, index) => ({
    folder: blob.path.slice(0, -ignoreFile.length).replace(/\/$/, ''),
    text: texts[index]?.toString('utf8') ?? '',
  }));
  const isIgnored = createIgnoreRules(files, options.ignore);
  const kept = blobs.filter(blob => !isIgnored(blob.path));
  const size = kept.reduce((sum, blob) => sum + blob.size, 0);
  if (kept.length > maxFiles || size > maxSize) {
    throw new Error(
      `${kept.length} files of ${size} bytes: an artifact may have ${maxFiles} files of ${maxSize} bytes; ` +
        `leave some out with spec.ignore or ${ignoreFile}`
    );
  }
  const contents = await readBlobs(store, kept);
  const folders = new Set(blobs.flatMap(({ path }) => foldersOf(path)));
  return {
    // One is packed although all that lay in it stays out.
    folders: [...folders].filter(folder => !isIgnored(`${folder}/`)),
    files: kept.map(({ path, isExecutable }, index) => ({
      path,
      isExecutable,
      content: contents[index] ?? Buffer.alloc(0),
    })),
  };
}

/** `100644 blob HASH   SIZE\tPATH`; only regular files. */
function toBlob(line: string): Blob[] {
  const match = /^(100644|100755|100664) blob ([0-9a-f]{40,64}) +(\d+)\t(.+)$/s.exec(line);
  if (!match) return [];
  const [, mode, hash = '', size, path = ''] = match;
  return [{ path, hash, size: Number(size), isExecutable: mode === '100755' }];
}

async function readBlobs(store: GitStore, blobs: readonly Blob[]): Promise<Buffer[]> {
  if (blobs.length === 0) return [];
  const size = blobs.reduce((sum, blob) => sum + blob.size + 128, 0);
  const answer = await store.read(['cat-file', '--batch'], {
    input: blobs.map(blob => `${blob.hash}\n`).join(''),
    maxOutput: size,
  });
  let at = 0;
  return blobs.map(blob => {
    // `HASH blob SIZE`, a line feed, the bytes, a line feed.
    const start = answer.indexOf('\n', at) + 1;
    at = start + blob.size + 1;
    return answer.subarray(start, start + blob.size);
  });
}
