import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runGit } from '../../src/node/git.ts';

interface Author {
  name: string;
  email: string;
}

/** A person's working copy of the homelab, on the branch that Flux watches. */
export interface Clone {
  read(path: string): Promise<string>;
  /** Without text the file is deleted. */
  write(path: string, text: string | undefined): Promise<void>;
  /** Commits all changes on top of what others pushed; answers the commit's hash. */
  commit(subject: string, author?: Author): Promise<string>;
  send(): Promise<void>;
  /** Both. */
  push(subject: string, author?: Author): Promise<string>;
  close(): Promise<void>;
}

export async function cloneHomelab(url: string, branch = 'flux'): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-clone-'));
  await runGit(['clone', '--quiet', '--branch', branch, '--end-of-options', url, folder]);
  const git = async (...args: string[]) => (await runGit(args, { folder })).toString().trim();
  const commit: Clone['commit'] = async (
    subject,
    author = { name: 'Anna Weiss', email: 'anna@hdhomelab.com' }
  ) => {
    await git('add', '--all');
    const env = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
    };
    await runGit(['commit', '--quiet', '--allow-empty', '-m', subject], { folder, env });
    await runGit(['pull', '--quiet', '--rebase', 'origin', branch], { folder, env });
    return git('rev-parse', 'HEAD');
  };
  const send = async () => {
    await git('push', '--quiet', 'origin', branch);
  };
  return {
    read: path => readFile(join(folder, path), 'utf8'),
    async write(path, text) {
      const file = join(folder, path);
      if (text === undefined) return rm(file);
      await mkdir(dirname(file), { recursive: true });
      return writeFile(file, text);
    },
    commit,
    send,
    async push(subject, author) {
      const hash = await commit(subject, author);
      await send();
      return hash;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
