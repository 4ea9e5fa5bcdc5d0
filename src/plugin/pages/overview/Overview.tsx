import { useDeferredValue, useMemo } from 'react';
import { useNamespaceFilter } from '../../headlamp/selection.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { useClusters } from '../../live/useClusters.ts';
import { useDiagnoses } from '../../live/useDiagnosis.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import type { ClusterView } from '../../live/views.ts';
import { useWords } from '../../parts/Say.tsx';
import { PageTitle } from '../../parts/Section.tsx';
import { ClusterFreshness } from '../ClusterFreshness.tsx';
import { FluxPage } from '../FluxPage.tsx';
import { ClusterLines } from './ClusterLines.tsx';
import { FluxVersion } from './FluxVersion.tsx';
import { isFluxAbsent, NoFlux } from './NoFlux.tsx';
import { OverviewView } from './OverviewView.tsx';
import { withinNamespaces } from './withinNamespaces.ts';

/** The first page: how Flux is, in the selected clusters. */
export function Overview() {
  return (
    <FluxPage cluster={useClusters()[0] ?? ''}>
      <Content />
    </FluxPage>
  );
}

interface Read {
  clusters: readonly ClusterView[];
  /** Of each cluster, in the same order. */
  diagnoses: readonly DiagnosisView[];
}

/** There is something to look at, and it is of these clusters. */
function isShown({ clusters, diagnoses }: Read, names: readonly string[]): boolean {
  return (
    clusters.length === names.length &&
    clusters.every(({ cluster }, at) => cluster === names[at]) &&
    diagnoses.some(({ diagnosis, isComplete }) => isComplete || diagnosis.causes.length > 0)
  );
}

/** What is read of the clusters: the first of it is drawn at once, and what comes after it in pieces. */
function useRead(names: readonly string[]): Read {
  const clusters = useFluxObjects();
  const found = useDiagnoses(names);
  const chosen = useNamespaceFilter();
  const read = useMemo(
    () => ({ clusters, diagnoses: found.map(view => withinNamespaces(view, chosen)) }),
    [clusters, found, chosen]
  );
  const later = useDeferredValue(read);
  return isShown(later, names) ? later : read;
}

function Content() {
  const words = useWords();
  const names = useClusters();
  const { clusters, diagnoses } = useRead(names);
  const [only] = clusters;
  const isOne = clusters.length === 1;
  const lines = useMemo(
    () => (isOne ? undefined : <ClusterLines {...{ clusters, diagnoses }} />),
    [isOne, clusters, diagnoses]
  );
  return (
    <>
      <PageTitle
        title={words('overview.title')}
        aside={names.join(', ')}
        end={
          isOne && (
            <>
              <ClusterFreshness clusters={names} />
              <FluxVersion cluster={names[0] ?? ''} />
            </>
          )
        }
      />
      {isOne && only && isFluxAbsent(only) ? (
        <NoFlux cluster={only.cluster} />
      ) : (
        <OverviewView {...{ clusters, diagnoses, lines }} />
      )}
    </>
  );
}
