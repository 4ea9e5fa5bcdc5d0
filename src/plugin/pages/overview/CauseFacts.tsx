import { Box } from '@mui/material';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import { revisionSource, servedRevision } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import { record, text } from '../../../core/kubernetes/object.ts';
import { refKey, refText } from '../../../core/kubernetes/ref.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { usePrevious } from '../../live/sourceHistory.ts';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say } from '../../parts/Say.tsx';
import { Time } from '../../parts/Time.tsx';
import { RevisionOf } from '../RevisionOf.tsx';
import { stillServes } from './stillServes.ts';
import { Victims } from './Victims.tsx';

/**
 * Which revision it is about. What an applier does not get done came after what it runs: with the revision that it tries,
 * or one between them. What it applied may have been broken before; a source keeps serving what it fetched last.
 */
function CameWith({ row, cause }: { row: Row; cause: Cause }) {
  const { current, attempted } = row.revisions;
  const revision = attempted ?? current;
  const source = revisionSource(row);
  const previous = usePrevious(
    row.cluster,
    source && refText(source),
    attempted,
    servedRevision(row)
  );
  if (!revision) return null;
  const chip = (
    <RevisionOf
      revision={revision}
      cluster={row.cluster}
      source={source}
      of={row.ref}
      served={servedRevision(row)}
    />
  );
  const isApplier = row.kind === 'Kustomization' || row.kind === 'HelmRelease';
  if (isApplier) {
    if (!attempted || !current) {
      // What is nowhere is at no revision, and whoever needs it tried none.
      const isNowhere = cause.rule === 'missing' && !cause.workload;
      return isNowhere ? null : <Say id="overview.at" parts={{ revision: chip }} />;
    }
    if (previous === current) return <Say id="overview.came" parts={{ revision: chip }} />;
    const before = <RevisionChip revision={current} />;
    return <Say id="overview.came.between" parts={{ before, revision: chip }} />;
  }
  if (refKey(row.ref) !== refKey(cause.object)) return null;
  const stored = text(record(record(row.object.status).artifact).lastUpdateTime);
  return stored ? (
    <Say id="overview.lastGood.age" parts={{ revision: chip, time: <Time at={stored} /> }} />
  ) : (
    <Say id="overview.lastGood" parts={{ revision: chip }} />
  );
}

/** What there is to know of a cause on one line: what it came with, what goes on in spite of it, whom it holds up. */
export function CauseFacts({
  cause,
  row,
  view,
  cluster,
}: {
  cause: Cause;
  /** Of Flux: whose revision it is about. */
  row: Row | undefined;
  view: DiagnosisView;
  cluster: string;
}) {
  const broken = view.world.graph.node(objectId(cause.workload ?? cause.object))?.object;
  const serves = stillServes(cause, broken);
  // A workload does not hold up itself.
  const own = cause.workload && refKey(cause.workload);
  const victims = cause.victims.filter(({ object }) => refKey(object) !== own);
  return (
    <Box
      sx={{
        gridColumn: 2,
        color: 'text.secondary',
        fontSize: '0.875rem',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.5,
        '& > *': { minWidth: 0, maxWidth: '100%' },
        '& > :empty': { display: 'none' },
      }}
    >
      {row && (
        <Box
          component="span"
          sx={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 0.5, alignItems: 'center' }}
        >
          <CameWith {...{ row, cause }} />
        </Box>
      )}
      {serves && (
        <span>
          <Say {...serves} />
        </span>
      )}
      <Victims
        name={`${cluster}/${cause.rule}/${refText(cause.object)}`}
        {...{ victims, cluster }}
      />
    </Box>
  );
}
