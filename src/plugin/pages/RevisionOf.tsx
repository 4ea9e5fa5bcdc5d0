import { type ObjectRef, refText } from '../../core/kubernetes/ref.ts';
import { usePrevious } from '../live/sourceHistory.ts';
import { useCommit } from '../live/useCommit.ts';
import { changesPath } from '../parts/changesPath.ts';
import { RevisionChip } from '../parts/RevisionChip.tsx';

/** A revision with its commit, and the way to what it changed, as far as the sidecar tells. */
export function RevisionOf({
  cluster,
  revision,
  source,
  of,
  served,
  ...look
}: {
  cluster: string;
  revision: string;
  /** The source that served it: only Git's have commits. */
  source: ObjectRef | undefined;
  /** Whose changes are shown; those of all on the source unless told. */
  of?: ObjectRef;
  /** What the source serves now. */
  served: string | undefined;
  canCopy?: boolean;
  isTabStop?: boolean;
}) {
  const isGit = source?.kind === 'GitRepository';
  const view = useCommit(cluster, isGit ? source : undefined, revision);
  const from = usePrevious(cluster, source && refText(source), revision, served);
  const subject = of ?? source;
  const to = from && subject && changesPath(cluster, { of: refText(subject), from, to: revision });
  const commit = view.state === 'known' ? view.value : undefined;
  return <RevisionChip {...{ revision, commit, to }} {...look} />;
}
