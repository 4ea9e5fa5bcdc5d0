import { useMemo } from 'react';
import { causesOf } from '../../../core/diagnosis/chain.ts';
import type { FluxKindName } from '../../../core/flux/kinds.ts';
import { isAtRest } from '../../../core/flux/state.ts';
import { useDiagnosis } from '../../live/useDiagnosis.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import { useKind } from '../../live/useKind.ts';
import { useObject } from '../../live/useObject.ts';
import type { FluxEntry } from '../../live/views.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say } from '../../parts/Say.tsx';
import { ActionButtons } from '../action/ActionButtons.tsx';
import { FluxPage } from '../FluxPage.tsx';
import { PhasePage } from '../list/PhasePage.tsx';
import { namespacesOf, viewIn } from '../lookedAt.ts';
import { rowOf } from '../rows.ts';
import { ObjectHeader } from './ObjectHeader.tsx';
import { ObjectTabs } from './ObjectTabs.tsx';
import { awaitedOf, useApplied } from './useApplied.tsx';
import { Why } from './Why.tsx';

interface Place {
  kind: FluxKindName;
  cluster: string;
  namespace: string;
  name: string;
}

/** One object of any Flux kind: how it is, why, and everything that its cluster tells about it. */
export function ObjectPage(place: Place) {
  return (
    <FluxPage cluster={place.cluster}>
      <Content {...place} />
    </FluxPage>
  );
}

function Content({ kind, cluster, namespace, name }: Place) {
  const { entry, isDeleted } = useObject(cluster, kind, namespace, name);
  const listed = useKind(kind).find(inCluster => inCluster.cluster === cluster);
  if (entry) return <Known entry={entry} isDeleted={isDeleted} />;
  const view = listed && viewIn(listed.view, namespace);
  if (listed && !view) {
    const namespaces = namespacesOf(listed.view).join(', ');
    return (
      <PageNote title={<Say id="object.notLooked" params={{ namespace }} />}>
        <Say id="page.only" params={{ cluster, namespaces }} />
      </PageNote>
    );
  }
  if (view && view.phase.name !== 'live' && view.phase.name !== 'stale') {
    return <PhasePage cluster={cluster} view={view} />;
  }
  return (
    <PageNote title={<Say id="object.none" params={{ kind, name }} />}>
      <Say id="object.none.why" params={{ kind, name, namespace, cluster }} />
    </PageNote>
  );
}

function Known({ entry, isDeleted }: { entry: FluxEntry; isDeleted: boolean }) {
  const view = useFluxObjects().find(({ cluster }) => cluster === entry.cluster);
  const row = rowOf(entry);
  const { diagnosis, world, stamp, isComplete } = useDiagnosis(entry.cluster);
  // The world changes in place: the stamp tells that it did.
  const causes = useMemo(
    () => causesOf(diagnosis, world.graph, entry.ref),
    [diagnosis, world, entry, stamp]
  );
  const { rows, readers } = useApplied(entry.object, entry.cluster);
  const awaited = useMemo(
    () => awaitedOf(entry.object, rows, isComplete),
    [entry, rows, isComplete]
  );
  const unhealthy = rows.filter(({ verdict }) => verdict.verdict === 'unhealthy').length;
  return (
    <>
      {readers}
      {isDeleted && (
        <PageNotice>
          <Say id="page.deleted" />
        </PageNotice>
      )}
      <ObjectHeader row={row} unhealthy={unhealthy} actions={<ActionButtons entry={entry} />} />
      {(!isAtRest(entry.state.name) || causes.length > 0) && (
        <Why {...{ row, causes, world, awaited }} />
      )}
      <ObjectTabs {...{ entry, view, rows }} />
    </>
  );
}
