import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import { useCommit } from '../../live/useCommit.ts';
import { Behind } from '../../parts/Behind.tsx';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say } from '../../parts/Say.tsx';

/** A revision with its commit, where the sidecar knows it, and how far behind its source it is. */
export function RevisionCell({
  cluster,
  revision: current,
  attempted,
  source,
  behind,
}: {
  cluster: string;
  revision: string | undefined;
  /** What was tried; shown, as that, where nothing has been applied yet. */
  attempted?: string;
  /** The source that served it: only Git's have commits. */
  source: ObjectRef | undefined;
  behind?: string;
}) {
  const revision = current ?? attempted;
  const isGit = source?.kind === 'GitRepository';
  const view = useCommit(cluster, isGit ? source : undefined, revision);
  if (!revision) return null;
  const commit = view.state === 'known' ? view.value : undefined;
  const chip = <RevisionChip revision={revision} commit={commit} />;
  return (
    <span className="revision">
      {current ? chip : <Say id="revision.tried" parts={{ revision: chip }} />}
      {behind && <Behind newest={behind} />}
    </span>
  );
}
