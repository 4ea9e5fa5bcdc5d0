import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import type { Verdict } from '../../../core/flux/verdict.ts';
import type { Sentence } from '../../../core/sentence.ts';
import { Say } from '../../parts/Say.tsx';

function firstSentence(verdict: Verdict): Sentence {
  const { name, tally, isPartial, isUnreached, broken, heldUp, applied } = verdict;
  switch (name) {
    case 'checking':
      return { id: 'overview.checking' };
    case 'unseen':
      return { id: isUnreached ? 'overview.unreached' : 'overview.unseen' };
    case 'nothing':
      return { id: 'overview.nothing' };
    case 'well':
      if (isPartial) return { id: 'overview.allWell.partial' };
      if (tally.states.suspended) return { id: 'overview.allWell.suspended' };
      return { id: applied.healthy ? 'overview.allWell.healthy' : 'overview.allWell' };
    case 'unsettled':
      if (isPartial) return { id: 'overview.unsettled.partial' };
      return applied.unhealthy > 0
        ? { id: 'overview.unsettled.unhealthy', params: { count: applied.unhealthy } }
        : { id: 'overview.unsettled' };
    case 'broken': {
      if (heldUp === 0) return { id: 'overview.broken', params: { count: broken } };
      const id = heldUp === 1 ? 'overview.broken.holdsUp.one' : 'overview.broken.holdsUp.many';
      return { id, params: { count: broken, others: heldUp } };
    }
  }
}

/** The answer to "is everything fine?", in one sentence, announced when it changes. */
export function VerdictLine({
  verdict,
  revision,
}: {
  verdict: Verdict;
  /** The revision that all is at, where all is well and there is one. */
  revision?: ReactNode;
}) {
  const { newest, name, tally, isPartial, applied } = verdict;
  const isWellAt = name === 'well' && tally.states.suspended === 0 && !isPartial && revision;
  return (
    <Typography
      component="p"
      role="status"
      sx={{ fontSize: { xs: '1.25rem', sm: '1.5rem' }, lineHeight: 1.35, my: 2.5 }}
    >
      {isWellAt ? (
        <Say
          id={applied.healthy > 0 ? 'overview.allWell.healthy.at' : 'overview.allWell.at'}
          parts={{ revision }}
        />
      ) : (
        <Say {...firstSentence(verdict)} />
      )}{' '}
      {!isWellAt && name !== 'checking' && newest.total > 0 && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          <Say id="overview.newest" params={newest} />
        </Box>
      )}
    </Typography>
  );
}
