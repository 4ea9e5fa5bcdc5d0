import { useClusters } from '../../live/useClusters.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import { useWords } from '../../parts/Say.tsx';
import { PageTitle } from '../../parts/Section.tsx';
import { ClusterFreshness } from '../ClusterFreshness.tsx';
import { FluxPage } from '../FluxPage.tsx';
import { FluxVersion } from '../overview/FluxVersion.tsx';
import { ClusterControllers } from './ClusterControllers.tsx';

/** Who does the work: Flux's controllers and Lumen's sidecar, in each selected cluster. */
export function ControllersPage() {
  return (
    <FluxPage cluster={useClusters()[0] ?? ''}>
      <Content />
    </FluxPage>
  );
}

function Content() {
  const words = useWords();
  const clusters = useClusters();
  const views = useFluxObjects();
  const [only = ''] = clusters;
  const isOne = clusters.length === 1;
  return (
    <>
      <PageTitle
        title={words('nav.controllers')}
        aside={clusters.join(', ')}
        end={
          <>
            <ClusterFreshness clusters={clusters} />
            {isOne && <FluxVersion cluster={only} />}
          </>
        }
      />
      {views.map(view => (
        <ClusterControllers key={view.cluster} view={view} isNamed={!isOne} />
      ))}
    </>
  );
}
