import { Box } from '@mui/material';
import { memo, type ReactNode, useDeferredValue, useMemo } from 'react';
import { groupAlike } from '../../../core/diagnosis/alike.ts';
import { type Reading, type Verdict, verdictOf } from '../../../core/flux/verdict.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { ClusterView } from '../../live/views.ts';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { useFold } from '../../parts/useFold.ts';
import { ClusterClock } from '../ClusterClock.tsx';
import { CauseItem } from './CauseItem.tsx';
import { newestOf, NewestRevision } from './NewestRevision.tsx';
import { NoSidecar } from './NoSidecar.tsx';
import { NothingYet } from './NothingYet.tsx';
import { NotLooked } from './NotLooked.tsx';
import { rowsOf } from './rowsOf.ts';
import { Standing } from './Standing.tsx';
import { VerdictLine } from './VerdictLine.tsx';

/** Nothing is broken: there is room for what else could be shown. */
const isQuiet = new Set<Verdict['name']>(['well', 'unsettled']);

/** How many causes are shown before a click: more than that is a list's work. */
const shownAtFirst = 5;

export function readingOf(
  clusters: readonly ClusterView[],
  diagnoses: readonly DiagnosisView[]
): Reading {
  const views = clusters.flatMap(({ kinds }) => [...kinds.values()]);
  return {
    isKnown:
      views.every(({ phase }) => phase.name !== 'loading') &&
      diagnoses.every(({ isComplete }) => isComplete),
    isUnreached: views.some(({ phase }) => phase.name === 'failed'),
    // Some namespaces are not the cluster, though all of them have answered.
    isPartial: views.some(({ phase, scopes }) =>
      [{ namespace: '', phase }, ...scopes].some(
        scope =>
          scope.namespace !== '' ||
          scope.phase.name === 'forbidden' ||
          scope.phase.name === 'failed'
      )
    ),
  };
}

/** Is everything fine, and if not: what first? One column of text over one or several clusters. */
export const OverviewView = memo(function OverviewView({
  clusters,
  diagnoses,
  lines,
}: {
  clusters: readonly ClusterView[];
  /** Of each cluster, in the same order. */
  diagnoses: readonly DiagnosisView[];
  /** One line for each cluster, where there are several. */
  lines?: ReactNode;
}) {
  const read = useMemo(() => ({ clusters, diagnoses }), [clusters, diagnoses]);
  // The answer first: what stands below it is drawn in the pauses of what a cluster tells.
  const settled = useDeferredValue(read);
  const verdict = useMemo(
    () => verdictOf(rowsOf(clusters), diagnoses, readingOf(clusters, diagnoses)),
    [clusters, diagnoses]
  );
  const newest = verdict.name === 'well' ? newestOf(clusters) : undefined;
  const [only, ...others] = clusters;
  return (
    <>
      <VerdictLine verdict={verdict} revision={newest && <NewestRevision {...newest} />} />
      {lines}
      {verdict.name === 'checking' && verdict.tally.all === 0 && <LoadingRows rows={4} />}
      <Causes {...read} />
      <Standing {...settled} />
      <NotLooked {...read} applied={verdict.applied} />
      {only && others.length === 0 && verdict.name === 'nothing' && (
        <NothingYet cluster={only.cluster} />
      )}
      {only && others.length === 0 && isQuiet.has(verdict.name) && (
        <NoSidecar cluster={only.cluster} />
      )}
    </>
  );
});

/** What is broken, Flux itself first, then most victims first within a cluster; a few, and the others a click away. */
function Causes({
  clusters,
  diagnoses,
}: {
  clusters: readonly ClusterView[];
  diagnoses: readonly DiagnosisView[];
}) {
  const words = useWords();
  const [isAll, setAll] = useFold('causes');
  const reasons = useMemo(
    () =>
      clusters.flatMap((cluster, at) => {
        const view = diagnoses[at];
        if (!view) return [];
        const { causes } = view.diagnosis;
        // Without its controllers nothing of Flux goes on, whatever else is broken.
        const own = causes.filter(({ rule }) => rule.startsWith('controller.'));
        const others = causes.filter(cause => !own.includes(cause));
        return groupAlike([...own, ...others]).map(alike => ({ alike, cluster, view }));
      }),
    [clusters, diagnoses]
  );
  const shown = isAll ? reasons : reasons.slice(0, shownAtFirst);
  if (shown.length === 0) return null;
  return (
    <>
      <Box
        component="ul"
        aria-label={words('overview.causes')}
        sx={{ listStyle: 'none', m: 0, p: 0 }}
      >
        {shown.map(({ alike, cluster, view }) => (
          <ClusterClock
            key={`${cluster.cluster} ${alike.first.rule} ${objectId(alike.first.object)}`}
            cluster={cluster.cluster}
          >
            <CauseItem {...{ alike, cluster, view }} isNamed={clusters.length > 1} />
          </ClusterClock>
        ))}
      </Box>
      {shown.length < reasons.length && (
        <Section>
          <TextButton onClick={() => setAll(true)}>
            <Say id="overview.broken.more" params={{ count: reasons.length - shown.length }} />
          </TextButton>
        </Section>
      )}
    </>
  );
}
