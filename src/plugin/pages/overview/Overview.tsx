import { useMemo } from 'react';
import { useNamespaceFilter } from '../../headlamp/selection.ts';
import { useClusters } from '../../live/useClusters.ts';
import { useDiagnoses } from '../../live/useDiagnosis.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
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

function Content() {
  const words = useWords();
  const names = useClusters();
  const clusters = useFluxObjects();
  const found = useDiagnoses(names);
  const chosen = useNamespaceFilter();
  const diagnoses = useMemo(
    () => found.map(view => withinNamespaces(view, chosen)),
    [found, chosen]
  );
  const [only] = clusters;
  const isOne = clusters.length === 1;
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
        <OverviewView
          clusters={clusters}
          diagnoses={diagnoses}
          lines={isOne ? undefined : <ClusterLines {...{ clusters, diagnoses }} />}
        />
      )}
    </>
  );
}
