import { Box } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import type { Layers } from '../../../core/flux/layers.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import { type ObjectRef, refText } from '../../../core/kubernetes/ref.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { usePrevious } from '../../live/sourceHistory.ts';
import type { ClusterView } from '../../live/views.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { dot } from '../../parts/dot.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { toneColor } from '../../parts/tones.ts';
import { causeOf } from '../causeOf.ts';
import { rowOf } from '../rows.ts';

const broken = new Set(['failing', 'stalled', 'retrying']);

function Layer({
  view,
  diagnosis,
  to,
}: {
  view: ClusterView;
  diagnosis: DiagnosisView | undefined;
  to: ObjectRef;
}) {
  const entry = view.find(to.kind, to.namespace, to.name);
  const state = entry ? rowOf(entry).state : 'unknown';
  // Ready, where it does not wait for what it applied.
  const isOver = state === 'ready' && diagnosis && causeOf(diagnosis, objectId(to)) !== undefined;
  return (
    <Box
      component={RouterLink}
      to={objectPath(view.cluster, to) ?? ''}
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        px: 1.5,
        minHeight: { xs: 44, sm: 28 },
        border: 1,
        borderRadius: 8,
        borderColor: theme =>
          broken.has(state) || isOver ? toneColor(theme, 'error') : theme.palette.divider,
        color: broken.has(state) ? 'text.primary' : 'text.secondary',
        textDecoration: 'none',
        whiteSpace: 'nowrap',
        fontSize: '0.875rem',
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <StateMark state={state} />
      {to.name}
      {isOver && dot}
      {isOver && <Say id="overview.layer.unhealthy" />}
    </Box>
  );
}

function Arrow() {
  return (
    <Box component="span" sx={{ color: 'text.secondary', lineHeight: 0 }}>
      <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden focusable={false}>
        <path d="M1 6h19M15.5 2 20 6l-4.5 4" fill="none" stroke="currentColor" strokeWidth="1.25" />
      </svg>
    </Box>
  );
}

/** A click on it opens what it changed: the commit is said elsewhere on the page. */
function SourceRevision({
  cluster,
  source,
  revision,
}: {
  cluster: string;
  source: ObjectRef;
  revision: string;
}) {
  const of = refText(source);
  const from = usePrevious(cluster, of, revision, revision);
  const to = from && changesPath(cluster, { of, from, to: revision });
  return <RevisionChip revision={revision} to={to} />;
}

/** What the root's source serves, the root, and the layers it applies, in the order they wait for each other. */
export function LayersStrip({
  layers,
  view,
  diagnosis,
  isNamed,
}: {
  layers: Layers;
  view: ClusterView;
  diagnosis: DiagnosisView | undefined;
  /** Says of which cluster, where there are several. */
  isNamed: boolean;
}) {
  const { source, root, columns } = layers;
  const found = source && view.find(source.kind, source.namespace, source.name);
  const revision = found && rowOf(found).revisions.current;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.25 }}>
      {isNamed && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {view.cluster}
        </Box>
      )}
      {source && revision && (
        <>
          <SourceRevision cluster={view.cluster} source={source} revision={revision} />
          <Arrow />
        </>
      )}
      <Layer {...{ view, diagnosis }} to={root} />
      {columns.map(column => (
        <Box key={column.map(({ name }) => name).join(' ')} sx={{ display: 'contents' }}>
          <Arrow />
          {column.map(to => (
            <Layer key={`${to.namespace}/${to.name}`} {...{ view, diagnosis, to }} />
          ))}
        </Box>
      ))}
    </Box>
  );
}
