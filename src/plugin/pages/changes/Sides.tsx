import { Box } from '@mui/material';
import { memo } from 'react';
import type { ChangesHead, ChangesSide } from '../../../protocol/changes.ts';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say } from '../../parts/Say.tsx';
import { Time } from '../../parts/Time.tsx';

function Side({ id, side }: { id: string; side: ChangesSide }) {
  const { revision, commit, seenAt, others } = side;
  const date = commit?.date ?? (seenAt === undefined ? undefined : new Date(seenAt).toISOString());
  const count = Object.keys(others ?? {}).length;
  const chip = revision ? (
    <RevisionChip revision={revision} commit={commit} canCopy />
  ) : (
    <Say id="changes.side.nothing" />
  );
  return (
    <Box
      component="span"
      sx={{ display: 'flex', gap: 0.75, alignItems: 'center', minWidth: 0, whiteSpace: 'nowrap' }}
    >
      <Say id={id} />
      {chip}
      {date && <Time at={date} />}
      {count > 0 && (
        <span
          title={Object.entries(others ?? {})
            .map(([name, at]) => `${name}: ${at}`)
            .join('\n')}
        >
          <Say id="changes.side.others" params={{ count }} />
        </span>
      )}
    </Box>
  );
}

/** Between which two revisions: with subject and author where the sidecar knows them. */
export const Sides = memo(function Sides({ head }: { head: Pick<ChangesHead, 'from' | 'to'> }) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        rowGap: 0.5,
        mb: 1,
        color: 'text.secondary',
        fontSize: '0.875rem',
      }}
    >
      <Side id="changes.from" side={head.from} />
      <Side id="changes.to" side={head.to} />
    </Box>
  );
});
