import { revisionSource, servedRevision } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import { Say } from '../../parts/Say.tsx';
import { BehindSource } from '../BehindSource.tsx';
import { RevisionOf } from '../RevisionOf.tsx';

/** The revision of what is applied or served, with its commit, and how far behind its source it is. */
export function RevisionCell({ row }: { row: Row }) {
  const { cluster, ref, revisions } = row;
  const { current, attempted } = revisions;
  const revision = current ?? attempted;
  if (!revision) return null;
  const served = servedRevision(row);
  // What was tried is shown, as that, where nothing has been applied yet.
  const chip = (
    <RevisionOf
      {...{ cluster, revision, served }}
      source={revisionSource(row)}
      of={ref}
      isTabStop={false}
    />
  );
  return (
    <span className="revision">
      {current ? chip : <Say id="revision.tried" parts={{ revision: chip }} />}
      <BehindSource row={row} isTabStop={false} />
    </span>
  );
}
