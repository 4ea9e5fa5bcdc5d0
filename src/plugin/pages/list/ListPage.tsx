import { fluxKind, type FluxKindName } from '../../../core/flux/kinds.ts';
import { useClusters } from '../../live/useClusters.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import { useKind } from '../../live/useKind.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { PageTitle } from '../../parts/Section.tsx';
import { ClusterFreshness } from '../ClusterFreshness.tsx';
import { clustersBase } from '../clustersBase.ts';
import { FluxPage } from '../FluxPage.tsx';
import { KindList } from './KindList.tsx';
import { kindsOf, KindTabs } from './KindTabs.tsx';

function Count({ name }: { name: FluxKindName }) {
  const views = useKind(name);
  const count = views.reduce((sum, { view }) => sum + view.entries.length, 0);
  const hidden = views.reduce((sum, { view }) => sum + view.hidden, 0);
  if (count + hidden === 0) return null;
  return <Say id={hidden ? 'list.count.hidden' : 'list.count'} params={{ count, hidden }} />;
}

function Tabs({ name }: { name: FluxKindName }) {
  const kind = fluxKind(name);
  const clusters = useFluxObjects();
  const base = clustersBase(useClusters());
  return <KindTabs section={kind.section} current={kind} clusters={clusters} base={base} />;
}

/** The page of one kind: alone in its section, or one tab of it. */
export function ListPage({ kind: name }: { kind: FluxKindName }) {
  return (
    <FluxPage cluster={useClusters()[0] ?? ''}>
      <Content name={name} />
    </FluxPage>
  );
}

function Content({ name }: { name: FluxKindName }) {
  const words = useWords();
  const clusters = useClusters();
  const { section } = fluxKind(name);
  const isAlone = kindsOf(section).length === 1;
  return (
    <>
      <PageTitle
        title={words(`nav.${section}`)}
        aside={isAlone ? <Count name={name} /> : undefined}
        end={<ClusterFreshness clusters={clusters} />}
      />
      {!isAlone && <Tabs name={name} />}
      <KindList key={name} name={name} />
    </>
  );
}
