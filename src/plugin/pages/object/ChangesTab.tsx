import { Box } from '@mui/material';
import type { Row } from '../../../core/flux/row.ts';
import { refKey, refText } from '../../../core/kubernetes/ref.ts';
import { useForge } from '../../live/useForge.ts';
import { useRevisionHistory } from '../../live/useRevisionHistory.ts';
import type { ClusterView, FluxEntry } from '../../live/views.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { LoadingRows, PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { rowOf } from '../rows.ts';
import { SidecarNote } from '../SidecarNote.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { LedgerReach } from './LedgerReach.tsx';
import { PendingOfKustomization, PendingOfSource } from './Pending.tsx';
import { RevisionList } from './RevisionList.tsx';

/** The source whose revisions these are: the object itself, or what it is built from. */
function sourceEntry(row: Row, view: ClusterView | undefined): FluxEntry | undefined {
  const ref = row.kind === 'Kustomization' ? row.sourceRef : row.ref;
  return ref && view?.find(ref.kind, ref.namespace, ref.name);
}

function countBehind({ ref }: Row, view: ClusterView | undefined): number {
  const entries = view?.kinds.get('Kustomization')?.entries ?? [];
  const key = refKey(ref);
  return entries
    .map(rowOf)
    .filter(row => row.isBehind && row.sourceRef && refKey(row.sourceRef) === key).length;
}

/** What each revision changed, who made it and what became of it; what is pending comes first. */
export function ChangesTab({ entry, view }: { entry: FluxEntry; view: ClusterView | undefined }) {
  const words = useWords();
  const { cluster, object, state } = entry;
  const row = rowOf(entry);
  const of = refText(row.ref);
  const isSource = row.kind !== 'Kustomization';
  const source = sourceEntry(row, view);
  const served = source && rowOf(source).revisions.current;
  const { current, attempted } = row.revisions;
  const stamp = [served, current, attempted, state.name, state.message].join('\n');
  const {
    view: first,
    rows,
    older,
  } = useRevisionHistory(cluster, of, stamp, {
    served,
    ...(isSource ? {} : { attempted: attempted ?? current }),
  });
  const forge = useForge(cluster, source?.object);

  if (first.state === 'loading') return <LoadingRows rows={5} />;
  if (first.state !== 'known') {
    return (
      <>
        <SidecarNote refusal={first} />
        {!isSource && <HistoryTab object={object} />}
      </>
    );
  }
  const behind = isSource ? countBehind(row, view) : 0;
  return (
    <>
      {first.isNewer && (
        <PageNotice>
          <Say id="sidecar.newer" />
        </PageNotice>
      )}
      {first.again && <SidecarNote refusal={first.again} />}
      {row.behind && current && source && (
        <PendingOfKustomization
          {...{ cluster, forge }}
          query={{ of, source: refText(source.ref), applied: current, newest: row.behind }}
          isSuspended={row.state === 'suspended'}
        />
      )}
      {behind > 0 && <PendingOfSource {...{ cluster, of }} count={behind} />}
      {rows.length === 0 ? (
        <PageNote title={<Say id="revisions.none" />}>
          <Say id="revisions.none.why" />
        </PageNote>
      ) : (
        <RevisionList
          {...{ cluster, of, rows, forge }}
          hasOlder={older !== undefined}
          tried={[served, attempted ?? current]}
        />
      )}
      {older?.refusal && <SidecarNote refusal={older.refusal} />}
      {older && (
        <Box sx={{ py: 1.5 }}>
          {older.isLoading ? (
            <LoadingRows rows={2} />
          ) : (
            <TextButton onClick={older.load}>{words('revisions.older')}</TextButton>
          )}
        </Box>
      )}
      <LedgerReach cluster={cluster} since={first.value.since} />
    </>
  );
}
