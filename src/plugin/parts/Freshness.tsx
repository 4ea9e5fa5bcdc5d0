import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { Say } from './Say.tsx';
import { Moment } from './Time.tsx';
import { type Tone, toneColor } from './tones.ts';

/** Whether what a page shows is what is so now. */
export type Freshness =
  | { state: 'live' }
  | { state: 'connecting' }
  /** `why` is what came back, in the words of whoever said it. */
  | { state: 'stale'; since: string; why?: string };

const tones: Record<Freshness['state'], Tone> = {
  live: 'success',
  connecting: 'muted',
  stale: 'warning',
};

function Line({ of }: { of: Freshness }): ReactNode {
  if (of.state !== 'stale') return <Say id={`freshness.${of.state}`} />;
  const parts = { time: <Moment at={of.since} /> };
  if (!of.why) return <Say id="freshness.stale" parts={parts} />;
  return <Say id="freshness.stale.why" params={{ why: of.why }} parts={parts} />;
}

/** `live` with a dot, or since when it is not and why. A live region that speaks only when that changes. */
export function FreshnessMark({ of, cluster }: { of: Freshness; cluster?: string }) {
  return (
    <Box
      component="span"
      role="status"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        color: 'text.secondary',
        fontSize: '0.875rem',
      }}
    >
      <Box
        component="span"
        sx={{
          width: 8,
          height: 8,
          flex: 'none',
          borderRadius: '50%',
          border: 1.5,
          borderColor: theme => toneColor(theme, tones[of.state]),
          bgcolor: theme => (of.state === 'live' ? toneColor(theme, 'success') : 'transparent'),
        }}
      />
      {cluster && <span>{cluster}</span>}
      <span>
        <Line of={of} />
      </span>
    </Box>
  );
}
