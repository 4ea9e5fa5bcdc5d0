import { Box, Button } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { fluxKindOf } from '../../../core/flux/kinds.ts';
import { revisionSource, servedRevision } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import type { Trouble } from '../../../core/flux/trouble.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { usePrevious } from '../../live/sourceHistory.ts';
import { useTellsChanges } from '../../live/useInfo.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { kindPath, objectPath } from '../../parts/objectPath.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Time } from '../../parts/Time.tsx';
import { CauseLine } from '../CauseLine.tsx';
import { clustersBase } from '../clustersBase.ts';
import { RevisionOf } from '../RevisionOf.tsx';

/** What was tried when it broke, with its commit where the sidecar knows it. */
function CameWith({ row }: { row: Row }) {
  const { current, attempted } = row.revisions;
  const revision = attempted ?? current;
  if (!revision) return null;
  const chip = (
    <RevisionOf
      revision={revision}
      cluster={row.cluster}
      source={revisionSource(row)}
      of={row.ref}
      served={servedRevision(row)}
    />
  );
  // A source that fails keeps serving what it fetched last; an applier that fails has tried this.
  const isServed = row.kind !== 'Kustomization' && row.kind !== 'HelmRelease';
  return <Say id={isServed ? 'overview.lastGood' : 'overview.at'} parts={{ revision: chip }} />;
}

/** What came with the revision that broke it: beside what it runs, else beside the revision before. */
function WhatChanged({ row }: { row: Row }) {
  const words = useWords();
  const { cluster, ref, revisions } = row;
  const isTold = useTellsChanges(cluster);
  const source = row.kind === 'Kustomization' ? revisionSource(row) : undefined;
  const to = revisions.attempted ?? revisions.current;
  const previous = usePrevious(cluster, source && refText(source), to, servedRevision(row));
  const from = revisions.attempted && revisions.current ? revisions.current : previous;
  if (!isTold || !source || !from || !to) return null;
  return (
    <Button
      component={RouterLink}
      to={changesPath(cluster, { of: refText(ref), from, to })}
      aria-label={words('overview.what.of', { name: refText(ref) })}
      variant="outlined"
      size="small"
      sx={{ textTransform: 'none', minHeight: { xs: 44, sm: 30 }, fontSize: 'inherit' }}
    >
      {words('overview.what')}
    </Button>
  );
}

function HoldsUp({ holdsUp: [first, ...others] }: Trouble) {
  if (!first) return null;
  const link = (
    <ObjectLink cluster={first.cluster} to={first.ref} kind="none" showNamespace={false} />
  );
  const id = others.length ? 'overview.holdsUp.more' : 'overview.holdsUp';
  return <Say id={id} params={{ count: others.length }} parts={{ first: link }} />;
}

/** One object, or the first of several of its kind and where to see them all. */
function Subject({ row, alike }: Trouble) {
  const words = useWords();
  const link = <ObjectLink cluster={row.cluster} to={row.ref} kind="word" />;
  const kind = fluxKindOf(row.ref.group, row.kind);
  if (alike.length === 0 || !kind) return link;
  const path = `${clustersBase([row.cluster])}${kindPath(kind)}?q=state:${row.state}`;
  const count = alike.length;
  const more = (
    <TextLink to={path}>
      {words('overview.alike.more', { count, kind: words(`kinds.${kind.kind}`) })}
    </TextLink>
  );
  return <Say id="overview.alike" parts={{ first: link, more }} />;
}

/** One broken thing: its first line, what it came with, whom it holds up, and what can be done. */
export function TroubleItem({ trouble, isNamed }: { trouble: Trouble; isNamed: boolean }) {
  const words = useWords();
  const { row } = trouble;
  const path = objectPath(row.cluster, row.ref) ?? '';
  const since = row.fluxState.since;
  const copied = [
    `**${refText(row.ref)}** (${row.cluster}): ${words(`state.${row.state}`)}`,
    row.fluxState.message ? `\n\`\`\`\n${row.fluxState.message}\n\`\`\`` : '',
  ].join('');
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '18px minmax(0, 1fr)',
        columnGap: 1,
        rowGap: 0.5,
        py: 1.75,
        borderTop: 1,
        borderColor: 'divider',
        '& > *': { minWidth: 0 },
      }}
    >
      <Box sx={{ pt: '3px', lineHeight: 0 }}>
        <StateMark state={row.state} />
      </Box>
      <Box sx={{ lineHeight: 1.5 }}>
        {since && (
          <Box
            component="span"
            sx={{ float: 'right', pl: 2, color: 'text.secondary', fontSize: '0.875rem' }}
          >
            <Time at={since.time} isAtLeast={since.atLeast} />
          </Box>
        )}
        {isNamed && (
          <Box component="span" sx={{ color: 'text.secondary', mr: 1 }}>
            {row.cluster}
          </Box>
        )}
        <Subject {...trouble} />{' '}
        <Box component="span" sx={{ ml: 0.75 }}>
          <CauseLine row={row} />
        </Box>
      </Box>
      <Box
        sx={{
          gridColumn: 2,
          color: 'text.secondary',
          fontSize: '0.875rem',
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
          rowGap: 0.5,
        }}
      >
        <span>
          <CameWith row={row} />
        </span>
        <span>
          <HoldsUp {...trouble} />
        </span>
      </Box>
      <Box
        sx={{
          gridColumn: 2,
          display: 'flex',
          gap: 2,
          alignItems: 'center',
          fontSize: '0.875rem',
        }}
      >
        <WhatChanged row={row} />
        <TextLink to={path} label={words('overview.why.of', { name: refText(row.ref) })}>
          {words('overview.why')}
        </TextLink>
        <TextLink
          to={`${path}?tab=events`}
          label={words('overview.events.of', { name: refText(row.ref) })}
        >
          {words('overview.events')}
        </TextLink>
        <CopyButton
          text={copied}
          label={words('overview.copy.of', { name: refText(row.ref) })}
          word={words('overview.copy')}
        />
      </Box>
    </Box>
  );
}
