import { refAt } from '../../../core/graph/nodeId.ts';
import { isOutside } from '../../../core/graph/picture/picture.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { useNamespacesInAddress } from '../../headlamp/namespaceAddress.ts';
import { useNamespaceFilter } from '../../headlamp/selection.ts';
import { useClusters } from '../../live/useClusters.ts';
import { graphPath } from '../../parts/graphPath.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { LoadingRows, PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { PageTitle } from '../../parts/Section.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { ClusterFreshness } from '../ClusterFreshness.tsx';
import { FluxPage } from '../FluxPage.tsx';
import { forbiddenIn } from '../forbiddenIn.ts';
import { PhaseLines } from '../list/PhaseLines.tsx';
import { isFluxAbsent, NoFlux } from '../overview/NoFlux.tsx';
import { GraphBar } from './GraphBar.tsx';
import { GraphView } from './GraphView.tsx';
import { useGraphSearch } from './useGraphSearch.ts';
import { useGraphWorld } from './useGraphWorld.tsx';

/** A cluster's Flux as a graph, or one object with its reach. */
export function GraphPage() {
  const clusters = useClusters();
  const [cluster = ''] = clusters;
  return (
    <FluxPage cluster={cluster}>
      {clusters.length > 1 ? <WhichCluster clusters={clusters} /> : <Content cluster={cluster} />}
    </FluxPage>
  );
}

/** Below a list everything is of one cluster: names mean something else in another. */
function WhichCluster({ clusters }: { clusters: readonly string[] }) {
  const words = useWords();
  return (
    <>
      <PageTitle title={words('graph.title')} />
      <PageNote title={words('graph.which')}>
        {clusters.map(cluster => (
          <div key={cluster}>
            <TextLink to={graphPath(cluster)}>{cluster}</TextLink>
          </div>
        ))}
      </PageNote>
    </>
  );
}

function Content({ cluster }: { cluster: string }) {
  const words = useWords();
  const search = useGraphSearch();
  const { of, by, set } = search;
  const namespaces = useNamespaceFilter();
  useNamespacesInAddress(namespaces);
  const { world, view, isSettled, readers } = useGraphWorld(cluster, search.opened);
  const kinds = view ? [...view.kinds.values()] : [];
  const isLoading = kinds.every(
    ({ phase, entries }) => phase.name === 'loading' && entries.length === 0
  );
  // One line for all kinds that lack the same right: there are fifteen.
  const refused = (view ? forbiddenIn(view, words) : []).map(says => (
    <div key={JSON.stringify(says)}>
      <Say {...says} />
    </div>
  ));
  const isRefused =
    refused.length > 0 &&
    kinds.every(({ phase }) => phase.name === 'forbidden' || phase.name === 'absent');
  const named = of === undefined ? undefined : isOutside(of) ? of : refText(refAt(of));
  return (
    <>
      {readers}
      <PageTitle
        title={words('graph.title')}
        aside={
          named === undefined ? (
            words(`graph.by.${by}.aside`)
          ) : (
            <>
              {named}{' '}
              <TextButton onClick={() => set({ of: undefined, opened: new Set() })}>
                {words('graph.whole')}
              </TextButton>
            </>
          )
        }
        end={
          <>
            <GraphBar search={search} />
            <ClusterFreshness clusters={[cluster]} />
          </>
        }
      />
      {!isRefused && refused.length > 0 && <PageNotice>{refused}</PageNotice>}
      <PhaseLines
        views={kinds
          .filter(({ phase }) => phase.name !== 'absent' && phase.name !== 'forbidden')
          .map(kind => ({ cluster, view: kind }))}
      />
      {view && isFluxAbsent(view) ? (
        <NoFlux cluster={cluster} />
      ) : isRefused ? (
        <PageNote title={words('overview.unseen')}>{refused}</PageNote>
      ) : isLoading ? (
        <LoadingRows rows={8} />
      ) : (
        <GraphView {...{ world, isSettled, search, namespaces }} />
      )}
    </>
  );
}
