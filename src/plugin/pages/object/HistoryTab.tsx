import { Box } from '@mui/material';
import { historyOf } from '../../../core/flux/history.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { Say } from '../../parts/Say.tsx';
import { HistoryTable } from './HistoryTable.tsx';

/** The revisions that the object's own status remembers, and how far back that goes. */
export function HistoryTab({ object }: { object: KubernetesObject }) {
  const rows = historyOf(object);
  if (rows.length === 0) {
    return (
      <PageNote title={<Say id="history.none" />}>
        <Say id="history.none.why" />
      </PageNote>
    );
  }
  return (
    <>
      <HistoryTable rows={rows} isRelease={object.kind === 'HelmRelease'} />
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 1.5 }}>
        <Say id="history.reach" />
      </Box>
    </>
  );
}
