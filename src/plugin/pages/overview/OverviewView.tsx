import { Box } from '@mui/material';
import { type ReactNode, useMemo } from 'react';
import { groupAlike } from '../../../core/diagnosis/alike.ts';
import { layersOf } from '../../../core/flux/layers.ts';
import { type Row, toRow } from '../../../core/flux/row.ts';
import { isAtRest } from '../../../core/flux/state.ts';
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
import { clustersBase } from '../clustersBase.ts';
import { ByKind } from './ByKind.tsx';
import { CauseItem } from './CauseItem.tsx';
import { Counts } from './Counts.tsx';
import { LastDay } from './LastDay.tsx';
import { LayersStrip } from './LayersStrip.tsx';
import { newestOf, NewestRevision } from './NewestRevision.tsx';
import { NoSidecar } from './NoSidecar.tsx';
import { NothingYet } from './NothingYet.tsx';
import { Notices } from './Notices.tsx';
import { NotLooked } from './NotLooked.tsx';
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

/** Thousands, and hardly one of them is shown: they are made for each look, and not kept. */
export function rowsOf(clusters: readonly ClusterView[]): Row[] {
  return clusters.flatMap(({ kinds }) =>
    [...kinds.values()].flatMap(({ entries }) => entries.map(toRow))
  );
}

/** Is everything fine, and if not: what first? One column of text over one or several clusters. */
export function OverviewView({
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
  const words = useWords();
  const rows = useMemo(() => rowsOf(clusters), [clusters]);
  const verdict = useMemo(
    () => verdictOf(rows, diagnoses, readingOf(clusters, diagnoses)),
    [rows, clusters, diagnoses]
  );
  const base = clustersBase(clusters.map(({ cluster }) => cluster));
  const strips = useMemo(
    () =>
      clusters.map(view => {
        const objects = view.kinds.get('Kustomization')?.entries ?? [];
        const all = layersOf(objects.map(({ object }) => object));
        return { view, layers: all.filter(({ columns }) => columns.length > 0) };
      }),
    [clusters]
  );
  const newest = newestOf(strips);
  const [only, ...others] = clusters;
  const noticed = diagnoses.map(({ diagnosis }) => diagnosis.notices);
  return (
    <>
      <VerdictLine verdict={verdict} revision={newest && <NewestRevision {...newest} />} />
      {lines}
      {verdict.name === 'checking' && rows.length === 0 && <LoadingRows rows={4} />}
      <Causes {...{ clusters, diagnoses }} />
      {rows.some(row => !isAtRest(row.state) || row.isBehind) && (
        <Section>
          <Counts rows={rows} base={base} />
        </Section>
      )}
      {strips.flatMap(({ view, layers }, at) =>
        layers.map(each => (
          <Section key={`${view.cluster}/${each.root.namespace}/${each.root.name}`}>
            <LayersStrip
              layers={each}
              view={view}
              diagnosis={diagnoses[at]}
              isNamed={clusters.length > 1}
            />
          </Section>
        ))
      )}
      {noticed.some(notices => notices.length > 0) && (
        <Section title={words('overview.notices')}>
          {clusters.map(({ cluster }, at) => (
            <Notices key={cluster} notices={noticed[at] ?? []} cluster={cluster} />
          ))}
        </Section>
      )}
      {rows.length > 0 && (
        <Section>
          <ByKind rows={rows} base={base} />
          <LastDay rows={rows} />
        </Section>
      )}
      <NotLooked {...{ clusters, diagnoses }} applied={verdict.applied} />
      {only && others.length === 0 && verdict.name === 'nothing' && (
        <NothingYet cluster={only.cluster} />
      )}
      {only && others.length === 0 && isQuiet.has(verdict.name) && (
        <NoSidecar cluster={only.cluster} />
      )}
    </>
  );
}

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
