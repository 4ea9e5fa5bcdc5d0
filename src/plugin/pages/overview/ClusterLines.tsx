import { Box } from '@mui/material';
import type { StateName } from '../../../core/flux/state.ts';
import { type Verdict, verdictOf } from '../../../core/flux/verdict.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { ClusterView } from '../../live/views.ts';
import { Say } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { ClusterFreshness } from '../ClusterFreshness.tsx';
import { clustersBase } from '../clustersBase.ts';
import { isFluxAbsent } from './NoFlux.tsx';
import { readingOf } from './OverviewView.tsx';
import { rowsOf } from './rowsOf.ts';

/** The state that says most about a cluster in one mark. */
function markOf({ name, tally }: Verdict): StateName {
  if (name === 'broken') return 'failing';
  if (name === 'well') return 'ready';
  const telling = ['terminating', 'progressing', 'pending'] as const;
  return telling.find(state => tally.states[state] > 0) ?? 'unknown';
}

function Line({ view, diagnosis }: { view: ClusterView; diagnosis: DiagnosisView | undefined }) {
  const diagnoses = diagnosis ? [diagnosis] : [];
  const verdict = verdictOf(rowsOf([view]), diagnoses, readingOf([view], diagnoses));
  const count = verdict.broken;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1.25,
        py: 1,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <StateMark state={markOf(verdict)} />
      <TextLink to={`${clustersBase([view.cluster])}/lumen/overview`}>{view.cluster}</TextLink>
      {isFluxAbsent(view) ? (
        <Say id="overview.line.absent" />
      ) : (
        <Say id={`overview.line.${verdict.name}`} params={{ count }} />
      )}
      {verdict.tally.behind > 0 && (
        <Say id="overview.line.behind" params={{ count: verdict.tally.behind }} />
      )}
      <Box component="span" sx={{ ml: 'auto' }}>
        <ClusterFreshness clusters={[view.cluster]} />
      </Box>
    </Box>
  );
}

/** Several clusters: how each is, before what is wrong in any. */
export function ClusterLines({
  clusters,
  diagnoses,
}: {
  clusters: readonly ClusterView[];
  /** In the same order. */
  diagnoses: readonly DiagnosisView[];
}) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, mb: 2, p: 0 }}>
      {clusters.map((view, at) => (
        <Line key={view.cluster} view={view} diagnosis={diagnoses[at]} />
      ))}
    </Box>
  );
}
