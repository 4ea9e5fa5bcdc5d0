import { Box } from '@mui/material';
import { useMemo } from 'react';
import type { AlikeCauses } from '../../../core/diagnosis/alike.ts';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import { fluxKindOf } from '../../../core/flux/kinds.ts';
import type { StateName } from '../../../core/flux/state.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { ClusterView } from '../../live/views.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { kindPath } from '../../parts/objectPath.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Time } from '../../parts/Time.tsx';
import { CauseWords } from '../CauseWords.tsx';
import { clustersBase } from '../clustersBase.ts';
import { rowOf } from '../rows.ts';
import { CauseActions } from './CauseActions.tsx';
import { CauseFacts } from './CauseFacts.tsx';
import { ownerOf } from './causeOwner.ts';

const brokenStates = new Set<StateName>(['failing', 'stalled', 'retrying']);

/** One cause: its first line, what it came with and whom it holds up, and what can be done. */
export function CauseItem({
  alike: { first: cause, others },
  cluster,
  view,
  isNamed,
}: {
  alike: AlikeCauses;
  cluster: ClusterView;
  view: DiagnosisView;
  /** Says of which cluster, where there are several. */
  isNamed: boolean;
}) {
  const { graph } = view.world;
  // The graph changes in place: another view tells.
  const entry = useMemo(() => ownerOf(cause, graph, cluster), [cause, graph, cluster, view]);
  const row = entry && rowOf(entry);
  const isOwn = entry && objectId(entry.ref) === objectId(cause.object);
  const state = isOwn && brokenStates.has(entry.state.name) ? entry.state.name : 'failing';
  const { since } = cause;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '18px minmax(0, 1fr)',
        columnGap: 1,
        rowGap: 0.5,
        py: 1.75,
        borderTop: 1,
        borderColor: 'divider',
        '& > *': { minWidth: 0 },
      }}
    >
      <Box sx={{ pt: '3px', lineHeight: 0 }}>
        <StateMark state={cause.isNotice ? 'unknown' : state} />
      </Box>
      <Box sx={{ lineHeight: 1.5, overflowWrap: 'anywhere' }}>
        {since && (
          <Box
            component="span"
            sx={{ float: 'right', pl: 2, color: 'text.secondary', fontSize: '0.875rem' }}
          >
            <Time at={since.time} isAtLeast={since.atLeast} />
          </Box>
        )}
        {isNamed && (
          <Box component="span" sx={{ color: 'text.secondary', mr: 1 }}>
            {cluster.cluster}
          </Box>
        )}
        {/* A block of its own: beside the words its colour alone would tell that it is a link. */}
        <Box component="span" sx={{ display: 'inline-block' }}>
          <Subject {...{ cause, others, view }} cluster={cluster.cluster} />
        </Box>{' '}
        <Box component="span" sx={{ ml: { sm: 0.75 } }}>
          <CauseWords cause={cause} cluster={cluster.cluster} />
        </Box>
      </Box>
      <CauseFacts {...{ cause, row, view }} cluster={cluster.cluster} />
      <CauseActions {...{ cause, entry }} cluster={cluster.cluster} />
    </Box>
  );
}

/** One object, or the first of several that say the same and where to see them all. */
function Subject({
  cause,
  others,
  view,
  cluster,
}: {
  cause: Cause;
  others: readonly Cause[];
  view: DiagnosisView;
  cluster: string;
}) {
  const words = useWords();
  const shown = cause.workload ?? cause.object;
  // What does not exist has no page.
  const exists = view.world.graph.node(objectId(shown))?.object !== undefined;
  const link = exists ? (
    <ObjectLink cluster={cluster} to={shown} kind="word" />
  ) : (
    <span>{[shown.kind, [shown.namespace, shown.name].filter(Boolean).join('/')].join(' ')}</span>
  );
  if (others.length === 0) return link;
  const kind = fluxKindOf(shown.group, shown.kind);
  const count = others.length;
  const said = words('overview.alike.more', {
    count,
    kind: kind ? words(`kinds.${kind.kind}`) : shown.kind,
  });
  const query = encodeURIComponent('state:failing state:stalled state:retrying');
  const more = kind ? (
    <TextLink to={`${clustersBase([cluster])}${kindPath(kind)}?q=${query}`}>{said}</TextLink>
  ) : (
    <span title={others.map(({ workload, object }) => (workload ?? object).name).join(', ')}>
      {said}
    </span>
  );
  return <Say id="overview.alike" parts={{ first: link, more }} />;
}
