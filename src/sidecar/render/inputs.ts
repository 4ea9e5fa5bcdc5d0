import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Reached } from './preScan.ts';

/** The files of one unpacked artifact, each read and hashed once however many builds reach it. */
export interface ArtifactFiles {
  root: string;
  /** Over the paths and contents of all that is reached. */
  hashOf(reached: Reached): Promise<string>;
  /** Every file that there is. */
  all(): Promise<Reached>;
}

const maxFiles = 50_000;

export function createArtifactFiles(root: string): ArtifactFiles {
  const hashes = new Map<string, Promise<string>>();
  let whole: Promise<Reached> | undefined;
  const pathOf = (path: string) => relative(root, path).split(sep).join('/');

  function hashFile(file: string): Promise<string> {
    let hash = hashes.get(file);
    if (!hash) hashes.set(file, (hash = contentHash(file)));
    return hash;
  }

  return {
    root,
    async hashOf({ files, folders }) {
      const lines: string[] = [];
      for (const folder of folders) lines.push(JSON.stringify([pathOf(folder)]));
      for (const file of files) lines.push(JSON.stringify([pathOf(file), await hashFile(file)]));
      return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
    },
    all: () => (whole ??= allFiles(root)),
  };
}

/** Files of an artifact are bounded where it is unpacked. */
async function contentHash(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

async function allFiles(root: string): Promise<Reached> {
  const reached: Reached = { files: new Set(), folders: new Set() };
  const walk = async (folder: string): Promise<void> => {
    reached.folders.add(folder);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const below = join(folder, entry.name);
      if (entry.isDirectory()) await walk(below);
      else if (entry.isFile()) reached.files.add(below);
      if (reached.files.size > maxFiles) {
        throw new Error(`more than ${maxFiles} files in the artifact`);
      }
    }
  };
  await walk(root);
  return reached;
}
