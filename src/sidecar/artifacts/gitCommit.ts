/** What a commit says about itself. */
export interface CommitFacts {
  hash: string;
  subject: string;
  author: { name: string; email: string };
  /** When it was authored, RFC 3339. */
  date: string;
  /** Hashes; unknown where only the commit itself was fetched. */
  parents?: string[];
  /** The paths that it changed beside its first parent; unknown where that was not fetched, or they are too many. */
  files?: string[];
}

/** `commit`: a hash, or a reference of the store. */
export async function readCommit(
  store: { read(args: string[]): Promise<Buffer> },
  commit: string
): Promise<CommitFacts> {
  const format = '--format=%H%x00%an%x00%ae%x00%aI%x00%s';
  const answer = await store.read(['log', '-1', '--no-show-signature', format, commit, '--']);
  const [hash = commit, name = '', email = '', date = '', subject = ''] = answer
    .toString('utf8')
    .trimEnd()
    .split('\0');
  return { hash, subject, author: { name, email }, date };
}
