import { maskText } from '../../core/diff/mask.ts';
import { commitLink } from '../../core/flux/forge.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import type { Commit } from '../../protocol/commits.ts';
import type { CommitFacts } from '../ledger/ledger.ts';

/** What is told of a revision's commit; `source` says where its forge is. */
export function toCommit(
  { revision, commit }: { revision: string; commit?: CommitFacts },
  source: KubernetesObject | undefined
): Commit | undefined {
  if (!commit) return undefined;
  const { hash, subject, author, date, parents } = commit;
  const link = commitLink(text(record(source?.spec).url) ?? '', hash);
  return {
    revision,
    hash,
    // People write passwords anywhere.
    subject: maskText(subject),
    author,
    date,
    parents,
    link,
  };
}
