import { memo, useMemo } from 'react';
import { isAtRest } from '../../../core/flux/state.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { ClusterView } from '../../live/views.ts';
import { useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { clustersBase } from '../clustersBase.ts';
import { ByKind } from './ByKind.tsx';
import { Counts } from './Counts.tsx';
import { LastDay } from './LastDay.tsx';
import { LayersStrip } from './LayersStrip.tsx';
import { Notices } from './Notices.tsx';
import { rootLayers } from './rootLayers.ts';
import { rowsOf } from './rowsOf.ts';

/** How all stands, broken or not: what waits, the layers, what is worth knowing, what there is of each kind. */
export const Standing = memo(function Standing({
  clusters,
  diagnoses,
}: {
  clusters: readonly ClusterView[];
  /** Of each cluster, in the same order. */
  diagnoses: readonly DiagnosisView[];
}) {
  const words = useWords();
  const rows = useMemo(() => rowsOf(clusters), [clusters]);
  const base = clustersBase(clusters.map(({ cluster }) => cluster));
  const noticed = diagnoses.map(({ diagnosis }) => diagnosis.notices);
  return (
    <>
      {rows.some(row => !isAtRest(row.state) || row.isBehind) && (
        <Section>
          <Counts rows={rows} base={base} />
        </Section>
      )}
      {clusters.map((view, at) => (
        <Strips
          key={view.cluster}
          view={view}
          diagnosis={diagnoses[at]}
          isNamed={clusters.length > 1}
        />
      ))}
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
    </>
  );
});

function Strips({
  view,
  diagnosis,
  isNamed,
}: {
  view: ClusterView;
  diagnosis: DiagnosisView | undefined;
  isNamed: boolean;
}) {
  return (
    <>
      {rootLayers(view).map(layers => (
        <Section key={`${layers.root.namespace}/${layers.root.name}`}>
          <LayersStrip {...{ layers, view, diagnosis, isNamed }} />
        </Section>
      ))}
    </>
  );
}
