import { mkdir } from 'node:fs/promises';
import { runGit } from '../../node/git.ts';

/** A branch or tag that a push created or moved. `before` is forty zeros for a new one. */
export interface RefChange {
  ref: string;
  before: string;
  after: string;
}

export interface PushedCommit {
  id: string;
  message: string;
  timestamp: string;
  author: { name: string; email: string };
  committer: { name: string; email: string };
}

const zeroHash = '0'.repeat(40);

export async function initBareRepository(folder: string, defaultBranch: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    `--initial-branch=${defaultBranch}`,
  ]);
  await git(folder, ['config', 'http.receivepack', 'true']);
  // Housekeeping would go on in the background, after the demo has ended.
  await git(folder, ['config', 'receive.autogc', 'false']);
}

/** Every ref and the hash that it points to. */
export async function refsOf(folder: string): Promise<Map<string, string>> {
  const lines = await git(folder, ['for-each-ref', '--format=%(objectname) %(refname)']);
  return new Map(
    lines
      .split('\n')
      .filter(Boolean)
      .map(line => [line.slice(41), line.slice(0, 40)])
  );
}

/** What is new in `after`. Deleted refs are left out: to a forge their deletion is no push. */
export function changedRefs(before: Map<string, string>, after: Map<string, string>): RefChange[] {
  return [...after].flatMap(([ref, hash]) => {
    const old = before.get(ref) ?? zeroHash;
    return old === hash ? [] : { ref, before: old, after: hash };
  });
}

async function git(folder: string, args: string[]): Promise<string> {
  return (await runGit(args, { folder })).toString();
}

const fields = ['%H', '%B', '%aI', '%an', '%ae', '%cn', '%ce'];

/** The commits that a change brought, newest first, and how many there are in all. */
export async function commitsOf(
  folder: string,
  { before, after }: RefChange,
  limit: number
): Promise<{ commits: PushedCommit[]; total: number }> {
  const revisions = before === zeroHash ? after : `${before}..${after}`;
  const format = `--format=${fields.join('%x00')}%x01`;
  const log = await git(folder, ['log', `--max-count=${limit}`, format, revisions, '--']);
  const count = await git(folder, ['rev-list', '--count', revisions, '--']);
  const commits = log
    .split('\x01')
    .map(entry => entry.trimStart().split('\0'))
    .filter(entry => entry.length === fields.length)
    .map(
      ([id = '', message = '', timestamp = '', name = '', email = '', by = '', byEmail = '']) => ({
        id,
        message,
        timestamp,
        author: { name, email },
        committer: { name: by, email: byEmail },
      })
    );
  return { commits, total: Number(count) };
}
