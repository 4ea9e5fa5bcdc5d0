import { Box, Typography } from '@mui/material';
import type { WhyLink } from '../../../core/flux/whyChain.ts';
import { Message } from '../../parts/Message.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { Moment } from '../../parts/Time.tsx';
import type { AppliedRow } from './useApplied.tsx';

/** More are in the inventory. */
const shownAtMost = 5;

/** From this object to what keeps it from being ready, one link a line, each with what it says itself. */
export function Why({
  chain,
  awaited = [],
  cluster,
}: {
  chain: readonly WhyLink[];
  /** What the object itself waits for among what it applied. */
  awaited?: readonly AppliedRow[];
  cluster: string;
}) {
  const words = useWords();
  return (
    <Box
      component="section"
      aria-labelledby="lumen-why"
      sx={{ borderLeft: 3, borderColor: edgeOf(chain), pl: 2, py: 0.5, my: 2 }}
    >
      <Typography id="lumen-why" component="h2" sx={{ fontSize: '1rem', mb: 1 }}>
        {words('why.title')}
      </Typography>
      <Box
        component="ol"
        sx={{
          m: 0,
          p: 0,
          listStyle: 'none',
          display: 'grid',
          gridTemplateColumns: { xs: '1fr', sm: 'fit-content(40%) 1fr' },
          columnGap: 3,
          rowGap: 0.75,
          fontSize: '0.875rem',
        }}
      >
        {chain.map((link, index) => (
          <Box component="li" key={index} sx={{ display: 'contents' }}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', minWidth: 0 }}>
              <Box component="span" aria-hidden sx={{ width: '1em', color: 'text.secondary' }}>
                {index > 0 && '↳'}
              </Box>
              {link.state && <StateMark state={link.state.name} />}
              <ObjectLink cluster={cluster} to={link.ref} kind="word" />
            </Box>
            <Box sx={{ minWidth: 0, pl: { xs: 3.5, sm: 0 }, overflowWrap: 'anywhere' }}>
              <Evidence link={link} cluster={cluster} />
            </Box>
          </Box>
        ))}
        {awaited.slice(0, shownAtMost).map(row => (
          <Box component="li" key={row.key} sx={{ display: 'contents' }}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', minWidth: 0 }}>
              <Box component="span" aria-hidden sx={{ width: '1em', color: 'text.secondary' }}>
                ↳
              </Box>
              <StateMark state={row.verdict.mark} />
              <ObjectLink cluster={cluster} to={row.entry} kind="word" />
            </Box>
            <Box sx={{ minWidth: 0, pl: { xs: 3.5, sm: 0 }, overflowWrap: 'anywhere' }}>
              <Say {...row.verdict.says} />
            </Box>
          </Box>
        ))}
      </Box>
      {awaited.length > shownAtMost && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', mt: 0.75, pl: 2.5 }}>
          <Say id="why.more" params={{ count: awaited.length - shownAtMost }} />
        </Box>
      )}
    </Box>
  );
}

/** The colour of the worst thing in the chain: a wait is no failure. */
function edgeOf(chain: readonly WhyLink[]): string {
  const states = new Set(chain.map(link => link.state?.name));
  if (states.has('failing') || states.has('stalled')) return 'error.main';
  return states.has('retrying') ? 'warning.main' : 'divider';
}

function Evidence({ link, cluster }: { link: WhyLink; cluster: string }) {
  const words = useWords();
  if (!link.state) return <Say id="why.missing" />;
  const { cause } = link;
  if (!cause) return <Say {...link.state.says} />;
  const { time } = cause.says.params ?? {};
  const message = cause.message && <Message text={cause.message} cluster={cluster} />;
  const parts = {
    ...(typeof time === 'string' && time && { time: <Moment at={time} /> }),
    ...(message && { message }),
  };
  // Where the sentence has no place for them, the controller's own words follow it.
  const isSaid = words(cause.says.id).includes('{{message}}');
  return (
    <>
      <Say {...cause.says} parts={parts} /> {!isSaid && message}
    </>
  );
}
