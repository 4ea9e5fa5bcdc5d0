import { parseRevision } from '../../core/flux/revision.ts';
import { text } from '../../core/kubernetes/object.ts';
import type { CommitFacts } from '../ledger/ledger.ts';
import type { Artifact } from './observedSource.ts';

const image = 'org.opencontainers.image.';

/**
 * The commit that an artifact says it was made from, by the annotations that `flux push artifact` and others write.
 * Nobody checks them: they are shown as what they are, the words of whoever pushed.
 */
export function annotatedCommit({ metadata }: Artifact): CommitFacts | undefined {
  const said = (name: string) => text(metadata[`${image}${name}`])?.slice(0, 1024);
  const revision = said('revision');
  if (!revision) return undefined;
  const date = said('created');
  const author = said('authors');
  return {
    hash: parseRevision(revision).hash ?? revision,
    subject: said('title') ?? said('description') ?? '',
    ...(author ? { author: toAuthor(author) } : {}),
    ...(date && !Number.isNaN(Date.parse(date)) ? { date } : {}),
  };
}

/** `Name <address>`, or whatever else stands there as a name. */
function toAuthor(written: string): { name: string; email: string } {
  const match = /^\s*([^<>]*?)\s*<([^<>]+)>/.exec(written);
  return match ? { name: match[1] ?? '', email: match[2] ?? '' } : { name: written, email: '' };
}
