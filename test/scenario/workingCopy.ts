import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runGit } from '../../src/node/git.ts';

/** A person's clone of a repository. */
export interface WorkingCopy {
  folder: string;
  /** Writes files (null removes one), commits and pushes. Resolves with the revision as Flux writes it. */
  push(message: string, files: Record<string, string | null>): Promise<string>;
}

/** Clones `url`, which may be empty yet, and works on `branch`. */
export async function cloneInto(
  folder: string,
  url: string,
  branch = 'main'
): Promise<WorkingCopy> {
  const config = {
    'user.name': 'Ada Scenario',
    'user.email': 'ada@example.com',
    // Large files are pushed over loopback: packing them would take longer than all the rest.
    'core.compression': '0',
  };
  const git = async (...args: string[]) =>
    (await runGit(args, { folder, config, timeout: 30_000 })).toString().trim();

  await runGit(['clone', '--quiet', url, folder]);
  const heads = await git('ls-remote', '--heads', 'origin', branch);
  await git('checkout', '--quiet', ...(heads ? [branch] : ['-B', branch]));
  return {
    folder,
    async push(message, files) {
      for (const [path, text] of Object.entries(files)) {
        const file = join(folder, path);
        if (text === null) {
          await rm(file, { recursive: true });
        } else {
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, text);
        }
      }
      await git('add', '--all');
      await git('commit', '--quiet', '-m', message);
      await git('push', '--quiet', 'origin', branch);
      return `${branch}@sha1:${await git('rev-parse', 'HEAD')}`;
    },
  };
}
