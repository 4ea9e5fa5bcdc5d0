import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError, type GitOptions, runGit } from '../../node/git.ts';
import { type CommitFacts, readCommit } from './gitCommit.ts';
import type { References } from './gitReference.ts';

/** One remote's commits, one deep each, in a bare repository of our own. */
export interface GitStore {
  /** The references of the server that match the patterns; all where there are none. */
  list(patterns: string[], options: RemoteOptions): Promise<References>;
  /** Fetches one reference or commit, and answers what the commit says about itself. */
  fetch(target: string, options: RemoteOptions): Promise<CommitFacts>;
  /** The output of a Git command on the store. */
  read(args: string[], options?: Pick<GitOptions, 'input' | 'maxOutput'>): Promise<Buffer>;
  has(hash: string): Promise<boolean>;
}

interface RemoteOptions {
  url: string;
  access: Pick<GitOptions, 'credentials' | 'config' | 'env'>;
  /** Milliseconds. */
  timeout: number;
}

/** Commits that are kept for those who ask about them, at least. */
const keptCommits = 100;

/** The store lies in `folder`, which is made when it is first needed; one that a crash left half made is made anew. */
export function createGitStore(folder: string): GitStore {
  const isReady = () =>
    stat(join(folder, 'HEAD')).then(
      () => true,
      () => false
    );

  async function prepare(): Promise<void> {
    if (await isReady()) return;
    await mkdir(folder, { recursive: true });
    await runGit(['init', '--quiet', '--bare', '--end-of-options', folder]);
  }

  let fetches = 0;
  const read: GitStore['read'] = (args, options) => runGit(args, { folder, ...options });

  async function forgetOldest(): Promise<void> {
    const format = ['--sort=-creatordate', '--format=%(refname)'];
    const refs = (await read(['for-each-ref', ...format, 'refs/lumen/'])).toString().split('\n');
    const old = refs.filter(Boolean).slice(keptCommits);
    const input = old.map(ref => `delete ${ref}\n`).join('');
    if (input) await read(['update-ref', '--stdin'], { input });
  }

  return {
    read,

    async list(patterns, { url, access, timeout }) {
      const args = ['ls-remote', '--end-of-options', url, ...patterns];
      const answer = await runGit(args, { ...access, timeout });
      const lines = answer.toString().split('\n').filter(Boolean);
      return new Map(lines.map(line => [line.slice(41), line.slice(0, 40)] as const));
    },

    async fetch(target, { url, access, timeout }) {
      await prepare();
      // Two fetches at one time must not take each other's commit.
      const fetched = `refs/lumen-fetching/${process.hrtime.bigint()}`;
      const flags = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--force'];
      const refspec = `+${target}:${fetched}`;
      const args = ['fetch', ...flags, '--end-of-options', url, refspec];
      await runGit(args, { folder, ...access, timeout });
      const facts = await readCommit({ read }, fetched);
      const { hash } = facts;
      const input = `update refs/lumen/${hash} ${hash}\ndelete ${fetched}\n`;
      await read(['update-ref', '--stdin'], { input });
      if (++fetches % keptCommits === 0) await forgetOldest();
      return facts;
    },

    async has(hash) {
      if (!(await isReady())) return false;
      try {
        await read(['cat-file', '-e', `${hash}^{commit}`]);
        return true;
      } catch (error) {
        if (error instanceof GitError) return false;
        throw error;
      }
    },
  };
}
