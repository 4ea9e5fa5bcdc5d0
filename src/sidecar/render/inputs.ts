import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Reached } from './preScan.ts';

/** The files of one unpacked artifact, each read and hashed once however many builds reach it. */
export interface ArtifactFiles {
  root: string;
  /** Over the paths and contents of all that is reached. */
  hashOf(reached: Reached): Promise<string>;
  /** The paths of all that is reached, folders with a slash behind, in order. */
  pathsOf(reached: Reached): string[];
  /** Every file that there is. */
  all(): Promise<Reached>;
}

const maxFiles = 50_000;

export function createArtifactFiles(root: string): ArtifactFiles {
  const hashes = new Map<string, string>();
  let whole: Promise<Reached> | undefined;
  const pathOf = (path: string) => relative(root, path).split(sep).join('/');

  let sincePause = 0;

  /** Read at once: for small files that is many times faster than waiting for each. */
  function hashFile(file: string): string {
    let hash = hashes.get(file);
    if (hash === undefined) {
      const content = readFileSync(file);
      hash = createHash('sha256').update(content).digest('hex');
      hashes.set(file, hash);
      sincePause += content.length + 20_000;
    }
    return hash;
  }

  return {
    root,
    async hashOf({ files, folders }) {
      const lines: string[] = [];
      for (const folder of folders) lines.push(JSON.stringify([pathOf(folder)]));
      for (const file of files) {
        lines.push(JSON.stringify([pathOf(file), hashFile(file)]));
        // Others have to be served in between.
        if (sincePause > 4_000_000) {
          sincePause = 0;
          await setImmediate();
        }
      }
      return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
    },
    pathsOf: ({ files, folders }) =>
      [...[...files].map(pathOf), ...[...folders].map(folder => `${pathOf(folder)}/`)].sort(),
    all: () => (whole ??= allFiles(root)),
  };
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
