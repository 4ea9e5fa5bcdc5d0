import type { Cause } from '../../../core/diagnosis/finding.ts';
import { changedOf } from '../../../core/flux/changed.ts';
import type { FluxKindName } from '../../../core/flux/kinds.ts';
import { shortRevision } from '../../../core/flux/revision.ts';
import type { Row } from '../../../core/flux/row.ts';
import { dot } from '../../parts/dot.ts';
import type { GridLook } from '../../parts/gridColumn.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Time } from '../../parts/Time.tsx';
import { CauseLine } from '../CauseLine.tsx';
import { ClusterClock } from '../ClusterClock.tsx';
import type { ColumnContext } from './columns.tsx';
import { columnsOf } from './kindColumns.tsx';

/** Name and time, and below them the cause, or where it is and at which revision. */
function NarrowRow({ row, cause }: { row: Row; cause: Cause | undefined }) {
  const changed = changedOf(row.object);
  const { current } = row.revisions;
  return (
    <>
      <div className="narrow-line">
        <TextLink to={objectPath(row.cluster, row.ref) ?? ''} tabIndex={-1}>
          {row.name}
        </TextLink>
        {changed && (
          <ClusterClock cluster={row.cluster}>
            <Time at={changed} />
          </ClusterClock>
        )}
      </div>
      <div>
        {cause || row.line ? (
          <CauseLine row={row} cause={cause} />
        ) : (
          [row.namespace, current && shortRevision(current)].filter(Boolean).join(dot)
        )}
      </div>
    </>
  );
}

/** How the rows of a kind look. */
export function lookOf(
  kind: FluxKindName,
  hasSeveralClusters: boolean,
  isStale: (cluster: string) => boolean,
  context: ColumnContext
): GridLook<Row> {
  const { causeOf } = context;
  return {
    columns: columnsOf(kind, hasSeveralClusters).map(make => make(context)),
    mark: row => <StateMark state={row.state} isStale={isStale(row.cluster)} />,
    hasSecond: row => row.line !== undefined || causeOf(row) !== undefined,
    second: row => <CauseLine row={row} cause={causeOf(row)} />,
    narrow: row => <NarrowRow row={row} cause={causeOf(row)} />,
    isMuted: row => row.state === 'suspended',
  };
}
