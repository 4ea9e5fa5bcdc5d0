import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError, type GitOptions, runGit } from '../../node/git.ts';
import type { CommitFacts } from './gitCommit.ts';

/** Which commits are asked for: `to` and what it follows, until `from` or so many. Hashes. */
export interface CommitQuery {
  from?: string;
  to: string;
  limit: number;
}

/** Commits, the newest first. */
export interface CommitRange {
  commits: CommitFacts[];
  /** Whether `from` was reached: none is missing between. */
  isComplete: boolean;
}

/** The commits of one remote and their trees, without the contents of files, as deep as somebody has asked. */
export interface GitHistory {
  /** Undefined where the commit is not there. */
  read(query: CommitQuery): Promise<CommitRange | undefined>;
  /** Fetches `to` and at most so many that it follows. */
  fetch(
    query: CommitQuery,
    remote: {
      url: string;
      access: Pick<GitOptions, 'credentials' | 'config' | 'env'>;
      timeout: number;
    }
  ): Promise<void>;
}

/** Each fetch leaves a pack: beyond so many the store is made anew. */
const maxFetches = 200;
const maxFiles = 1000;
const maxOutput = 16 * 1024 * 1024;

export function createGitHistory(folder: string): GitHistory {
  let fetches = 0;

  // Contents that are not here must not be fetched behind our back, without the keys that it takes.
  const git = (args: string[]) =>
    runGit(args, { folder, maxOutput, env: { GIT_NO_LAZY_FETCH: '1' } });

  async function has(hash: string): Promise<boolean> {
    try {
      await git(['cat-file', '-e', `${hash}^{commit}`]);
      return true;
    } catch (error) {
      if (error instanceof GitError || isMissing(error)) return false;
      throw error;
    }
  }

  /** Commits whose parents are left out: what they changed cannot be told. */
  async function boundary(): Promise<Set<string>> {
    const text = await readFile(join(folder, 'shallow'), 'utf8').catch(() => '');
    return new Set(text.split('\n').filter(Boolean));
  }

  return {
    async read({ from, to, limit }) {
      if (!(await has(to))) return undefined;
      const isKnown = from !== undefined && (await has(from));
      const format = '--format=%x01%H%x00%P%x00%an%x00%ae%x00%aI%x00%s%x00';
      const answer = await git([
        ...['log', `--max-count=${limit + 1}`, '--no-show-signature', '--topo-order', format],
        // Beside its first parent, as a forge shows a merge; a rename is one file less and one more.
        ...['--name-only', '-z', '--no-renames', '--diff-merges=first-parent'],
        ...['--end-of-options', to, ...(isKnown ? [`^${from}`] : []), '--'],
      ]);
      const cut = await boundary();
      const commits = answer
        .toString('utf8')
        .split('\x01')
        .filter(Boolean)
        .map(text => toFacts(text, cut));
      return {
        commits: commits.slice(0, limit),
        isComplete:
          isKnown && commits.length <= limit && !commits.some(({ hash }) => cut.has(hash)),
      };
    },

    async fetch({ to, limit }, { url, access, timeout }) {
      if (++fetches > maxFetches) {
        fetches = 0;
        await rm(folder, { recursive: true, force: true });
      }
      await mkdir(folder, { recursive: true });
      await runGit(['init', '--quiet', '--bare', '--end-of-options', folder]);
      const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--force'];
      const wanted = [`--depth=${limit + 1}`, '--filter=blob:none', '--end-of-options', url];
      const refspec = `+${to}:refs/lumen/newest`;
      await runGit(['fetch', ...flags, ...wanted, refspec], { folder, ...access, timeout });
    },
  };
}

function toFacts(text: string, boundary: ReadonlySet<string>): CommitFacts {
  const [hash = '', parents = '', name = '', email = '', date = '', subject = '', ...rest] =
    text.split('\0');
  const facts = { hash, subject, author: { name, email }, date };
  if (boundary.has(hash)) return facts;
  const files = rest.map(file => file.replace(/^\n/, '')).filter(Boolean);
  return {
    ...facts,
    parents: parents.split(' ').filter(Boolean),
    ...(files.length <= maxFiles ? { files } : {}),
  };
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
