import { Box, Button, Link } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import { causeAsMarkdown } from '../../../core/diagnosis/markdown.ts';
import { revisionSource, servedRevision } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import { isStatic } from '../../../core/flux/suspension.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { usePrevious } from '../../live/sourceHistory.ts';
import { useTellsChanges } from '../../live/useInfo.ts';
import type { FluxEntry } from '../../live/views.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { objectPath } from '../../parts/objectPath.ts';
import { useWords } from '../../parts/Say.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { eventsPath } from '../object/events/eventsPath.ts';
import { logsPath } from '../object/inventory/logsPath.ts';
import { rowOf } from '../rows.ts';
import { wholeAddress } from '../wholeAddress.ts';
import { ReconcileDialog } from './ReconcileDialog.tsx';

/** What came with the revision that broke it: beside what it runs, else beside the revision before. */
function useWhatChanged(row: Row | undefined): string | undefined {
  const cluster = row?.cluster ?? '';
  const isTold = useTellsChanges(cluster);
  const source = row?.kind === 'Kustomization' ? revisionSource(row) : undefined;
  const { attempted, current } = row?.revisions ?? {};
  const to = attempted ?? current;
  const served = row && servedRevision(row);
  const previous = usePrevious(cluster, source && refText(source), to, served);
  const from = attempted && current ? current : previous;
  if (!row || !isTold || !source || !from || !to) return undefined;
  return changesPath(cluster, { of: refText(row.ref), from, to });
}

/** What can be done about a cause: the one that tells most is a button. */
export function CauseActions({
  cause,
  entry,
  cluster,
}: {
  cause: Cause;
  /** Of Flux: whose revision it is about. */
  entry: FluxEntry | undefined;
  cluster: string;
}) {
  const words = useWords();
  const [isPlanned, setPlanned] = useState(false);
  const name = refText(cause.workload ?? cause.object);
  const changed = useWhatChanged(entry && rowOf(entry));
  const path = entry && objectPath(cluster, entry.ref);
  const events = entry && eventsPath(cluster, entry.object, cause);
  const logs = logsPath(cluster, entry?.object, cause);
  const copied = causeAsMarkdown(cause, {
    cluster,
    words,
    linkTo: ref => wholeAddress(objectPath(cluster, ref)),
  });
  return (
    <Box
      sx={{
        gridColumn: 2,
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'center',
        fontSize: '0.875rem',
        '& > a, & > button': { minHeight: { xs: 44, sm: 30 } },
        '& > a': { display: 'inline-flex', alignItems: 'center' },
      }}
    >
      {(changed ?? path) && (
        <Button
          component={RouterLink}
          to={changed ?? path ?? ''}
          aria-label={words(changed ? 'overview.what.of' : 'overview.why.of', { name })}
          variant="outlined"
          size="small"
          sx={{ textTransform: 'none', fontSize: 'inherit' }}
        >
          {words(changed ? 'overview.what' : 'overview.why')}
        </Button>
      )}
      {changed && path && (
        <TextLink to={path} label={words('overview.why.of', { name })}>
          {words('overview.why')}
        </TextLink>
      )}
      {events && (
        <TextLink to={events} label={words('overview.events.of', { name })}>
          {words('overview.events')}
        </TextLink>
      )}
      {logs && (
        <TextLink to={logs} label={words('overview.logs.of', { name })}>
          {words('overview.logs')}
        </TextLink>
      )}
      {entry && !isStatic(entry.object) && (
        <Link
          component="button"
          aria-label={words('overview.reconcile.of', { name: refText(entry.ref) })}
          onClick={() => setPlanned(true)}
        >
          {words('overview.reconcile')}
        </Link>
      )}
      <CopyButton
        text={copied}
        label={words('overview.copy.of', { name })}
        word={words('overview.copy')}
      />
      {entry && isPlanned && <ReconcileDialog entry={entry} onClose={() => setPlanned(false)} />}
    </Box>
  );
}
