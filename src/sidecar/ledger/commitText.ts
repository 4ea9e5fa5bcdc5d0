import type { CommitFacts } from './ledger.ts';
import { compress, expand } from './packed.ts';

/** What the facts of most commits have in common; part of the file's format, so never changed. */
const dictionary = Buffer.from(
  '{"hash":"","date":"2026-01-01T00:00:00+00:00","author":{"name":"","email":"@users.noreply.github.com"},"files":["","kustomization.yaml"],"parents":["fixfeat: chore: update to v1."],"subject":"'
);

/** The facts as bytes; their hash only where it is not the revision's own. */
export function packCommit(commit: CommitFacts, revision: string): Uint8Array {
  const { hash, subject, author, date, parents, files } = commit;
  const isOwn = hash === hashOf(revision);
  // Hashes last: nothing is like them.
  const text = JSON.stringify({ ...(!isOwn && { hash }), date, author, files, subject, parents });
  return compress(text, dictionary);
}

export function unpackCommit(bytes: Uint8Array, revision: string): CommitFacts {
  const facts: Omit<CommitFacts, 'hash'> & { hash?: string } = JSON.parse(
    expand(bytes, dictionary)
  );
  return { ...facts, hash: facts.hash ?? hashOf(revision) };
}

function hashOf(revision: string): string {
  return revision.slice(revision.lastIndexOf(':') + 1);
}
