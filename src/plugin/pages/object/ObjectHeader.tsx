import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { revisionSource, servedRevision } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { BehindSource } from '../BehindSource.tsx';
import { ClusterFreshness } from '../ClusterFreshness.tsx';
import { RevisionOf } from '../RevisionOf.tsx';

function Revision({ row, revision, says }: { row: Row; revision: string; says?: string }) {
  const words = useWords();
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', gap: 1, minWidth: 0, alignItems: 'center' }}
    >
      {says && <span style={{ flexShrink: 0 }}>{words(says)}</span>}
      <RevisionOf
        revision={revision}
        cluster={row.cluster}
        source={revisionSource(row)}
        of={row.ref}
        served={servedRevision(row)}
        canCopy
      />
    </Box>
  );
}

/** What it is, how it is, at which revision; at the right what can be done with it. */
export function ObjectHeader({
  row,
  actions,
  unhealthy = 0,
}: {
  row: Row;
  actions: ReactNode;
  /** Of what it applied: Flux calls it ready all the same where it does not wait for that. */
  unhealthy?: number;
}) {
  const { current, attempted } = row.revisions;
  return (
    <Box component="header" sx={{ mb: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'flex-start' }}>
        {/* As high as the buttons: they stay beside it however long the sentence below them is. */}
        <Box
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', minHeight: 32 }}
        >
          <Typography
            component="h1"
            sx={{ fontSize: '1.375rem', fontWeight: 400, lineHeight: 1.3 }}
          >
            {row.name}
          </Typography>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            <Say id="object.kind" params={{ kind: row.kind, namespace: row.namespace }} />
          </Box>
          <Box
            component="span"
            role="status"
            sx={{ display: 'inline-flex', alignItems: 'center', whiteSpace: 'nowrap' }}
          >
            <StateMark state={row.state} showWord />
            {row.state === 'ready' && unhealthy > 0 && (
              <Say id="object.unhealthy" params={{ count: unhealthy }} />
            )}
          </Box>
        </Box>
        <Box
          sx={{
            ml: { sm: 'auto' },
            // Else a sentence among the buttons would want a line as long as it is.
            maxWidth: { sm: 440 },
            display: 'flex',
            gap: 1,
            flexWrap: 'wrap',
            alignItems: 'center',
            justifyContent: { sm: 'flex-end' },
          }}
        >
          <ClusterFreshness clusters={[row.cluster]} />
          {actions}
        </Box>
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 0.5,
          mt: 1,
          color: 'text.secondary',
          fontSize: '0.875rem',
        }}
      >
        {attempted && <Revision row={row} revision={attempted} says="object.attempted" />}
        {current && <Revision row={row} revision={current} says={attempted && 'object.running'} />}
        <BehindSource row={row} />
        {row.state === 'static' && <Say id="state.static.why" params={{ kind: row.kind }} />}
      </Box>
    </Box>
  );
}
