import { record, text } from '../../core/kubernetes/object.ts';
import { type Commit, commitsRoute } from '../../protocol/commits.ts';
import { withQuery } from '../headlamp/connection.ts';
import { useAnswer } from './useAnswer.ts';
import type { SidecarView } from './views.ts';

function readCommit(body: unknown): Commit | undefined {
  const commit = record(record(body).commit);
  return text(commit.subject) === undefined ? undefined : (commit as unknown as Commit);
}

/** The commit behind a source's revision. Commits never change; one not known is asked for now and then. */
export function useCommit(
  cluster: string,
  source: { namespace: string; name: string } | undefined,
  revision: string | undefined
): SidecarView<Commit> {
  const of = source && `${source.namespace}/${source.name}`;
  const path = of && revision ? withQuery(commitsRoute, { source: of, revision }) : undefined;
  return useAnswer(cluster, path ? { path, read: readCommit } : undefined);
}
