import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { Say } from './Say.tsx';
import { Moment } from './Time.tsx';
import { type Tone, toneColor } from './tones.ts';

/** Whether what a page shows is what is so now. `why` is in the words of whoever said it. */
export type FreshnessState =
  | { state: 'live' }
  | { state: 'connecting' }
  | { state: 'stale'; since: string; why?: string }
  | { state: 'failed'; why: string }
  /** The rest is live: some kinds the person may not see. */
  | { state: 'forbidden'; verb: string };

const tones: Record<FreshnessState['state'], Tone> = {
  live: 'success',
  connecting: 'muted',
  stale: 'warning',
  failed: 'error',
  forbidden: 'warning',
};

function Line({ of }: { of: FreshnessState }): ReactNode {
  switch (of.state) {
    case 'stale': {
      const id = of.why ? 'freshness.stale.why' : 'freshness.stale';
      const parts = { time: <Moment at={of.since} /> };
      return <Say id={id} params={{ why: of.why ?? '' }} parts={parts} />;
    }
    case 'failed':
      return <Say id="freshness.failed" params={{ why: of.why }} />;
    case 'forbidden':
      return <Say id="freshness.forbidden" params={{ verb: of.verb }} />;
    default:
      return <Say id={`freshness.${of.state}`} />;
  }
}

/** `live` with a dot, or since when it is not and why. A status that speaks only when that changes. */
export function FreshnessMark({ of, cluster }: { of: FreshnessState; cluster?: string }) {
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
          boxSizing: 'border-box',
          borderRadius: '50%',
          border: 1,
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
