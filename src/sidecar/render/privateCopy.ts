import { constants, copyFile, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Reached } from './preScan.ts';

export interface PrivateCopy {
  /** Stands for the artifact's root. */
  root: string;
  remove(): Promise<void>;
}

/**
 * A folder with what a build reads and nothing else, under the same relative paths: what is not hashed is not seen. Files
 * are linked where the file system can, so whoever changes one has to put a new file in its place.
 */
export async function copyReached(
  root: string,
  { files, folders }: Reached,
  workFolder: string
): Promise<PrivateCopy> {
  const copy = await mkdtemp(join(workFolder, 'build-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    const made = new Set<string>([copy]);
    const make = async (folder: string): Promise<void> => {
      if (made.has(folder)) return;
      made.add(folder);
      await mkdir(folder, { recursive: true });
    };
    for (const folder of folders) await make(join(copy, relative(root, folder)));
    for (const file of files) {
      const target = join(copy, relative(root, file));
      await make(dirname(target));
      await link(file, target).catch(() => copyFile(file, target, constants.COPYFILE_FICLONE));
    }
    return { root: copy, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
