import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { revisionSource } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import { refKey, refText } from '../../../core/kubernetes/ref.ts';
import { useTellsChanges } from '../../live/useInfo.ts';
import { useKind } from '../../live/useKind.ts';
import { usePending } from '../../live/usePending.ts';
import type { FluxEntry } from '../../live/views.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { PendingObjects } from '../../parts/PendingObjects.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { rowOf } from '../rows.ts';

function Line({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ my: 1, color: 'text.secondary', fontSize: '0.875rem' }} role="note">
      {children}
    </Box>
  );
}

function Link({ row }: { row: Row }) {
  const words = useWords();
  const of = refText(row.ref);
  return (
    <TextLink to={changesPath(row.cluster, { of, from: 'applied', to: 'newest' })}>
      {words('pending.what')}
    </TextLink>
  );
}

function OfKustomization({ row }: { row: Row }) {
  const { behind, revisions, cluster } = row;
  const applied = revisions.current;
  const of = refText(row.ref);
  const source = revisionSource(row);
  const { log, objects } = usePending(
    cluster,
    behind && applied && source
      ? { of, source: refText(source), applied, newest: behind }
      : undefined
  );
  if (!row.hasSourceRevision || !applied) return null;
  if (!behind) {
    return (
      <Line>
        <Say id="plan.will.nothing" />
      </Line>
    );
  }
  const id = log?.isComplete && log.count > 0 ? 'plan.will.commits' : 'plan.will.some';
  return (
    <Line>
      <Say id={id} params={{ count: log?.count ?? 0 }} parts={{ will: <Link row={row} /> }} />{' '}
      <PendingObjects count={objects} />
    </Line>
  );
}

function OfSource({ row }: { row: Row }) {
  const kustomizations = useKind('Kustomization').find(({ cluster }) => cluster === row.cluster);
  const key = refKey(row.ref);
  const count = (kustomizations?.view.entries ?? [])
    .map(rowOf)
    .filter(each => each.isBehind && each.sourceRef && refKey(each.sourceRef) === key).length;
  if (count === 0) return null;
  return (
    <Line>
      <Say id="plan.will.users" params={{ count }} parts={{ will: <Link row={row} /> }} />
    </Line>
  );
}

/** What a reconcile will bring that is known before: nothing where the sidecar does not tell. */
export function WillChange({ entry }: { entry: FluxEntry }) {
  const row = rowOf(entry);
  if (!useTellsChanges(entry.cluster) || !revisionSource(row)) return null;
  return row.kind === 'Kustomization' ? <OfKustomization row={row} /> : <OfSource row={row} />;
}
