import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import { useCommit } from '../../live/useCommit.ts';
import { Behind } from '../../parts/Behind.tsx';
import { RevisionChip } from '../../parts/RevisionChip.tsx';

/** A revision with its commit, where the sidecar knows it, and how far behind its source it is. */
export function RevisionCell({
  cluster,
  revision,
  source,
  behind,
}: {
  cluster: string;
  revision: string | undefined;
  /** The source that served it: only Git's have commits. */
  source: ObjectRef | undefined;
  behind?: string;
}) {
  const isGit = source?.kind === 'GitRepository';
  const view = useCommit(cluster, isGit ? source : undefined, revision);
  if (!revision) return null;
  return (
    <span className="revision">
      <RevisionChip revision={revision} commit={view.state === 'known' ? view.commit : undefined} />
      {behind && <Behind newest={behind} />}
    </span>
  );
}
