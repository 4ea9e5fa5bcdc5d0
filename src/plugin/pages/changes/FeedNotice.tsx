import { Box, LinearProgress } from '@mui/material';
import { useElapsed } from '../../parts/clock.tsx';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import type { FeedState } from './changesFeed.ts';

/** What waits for a second is not worth a word. */
const quietFor = 1;

function Progress({ state, onCancel }: { state: FeedState; onCancel: () => void }) {
  const words = useWords();
  const seconds = useElapsed();
  if (seconds < quietFor) return null;
  const { entries, head, bytes } = state;
  const of = head?.counts.objects ?? 0;
  const megabytes = (bytes / 1e6).toFixed(1);
  return (
    <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', my: 1 }}>
      {head ? (
        <Say id="changes.reading" params={{ count: entries.length, of, megabytes }} />
      ) : (
        <Say id="changes.asking" params={{ count: seconds }} />
      )}{' '}
      <TextButton onClick={onCancel}>{words('changes.cancel')}</TextButton>
      <LinearProgress
        aria-label={words('page.loading')}
        variant={of > 0 ? 'determinate' : 'indeterminate'}
        value={of > 0 ? (100 * entries.length) / of : undefined}
        sx={{ mt: 0.5, height: 2 }}
      />
    </Box>
  );
}

/** How far it has come, or why it came no further; and what of it could not be read. */
export function FeedNotice({
  state,
  onCancel,
  onAgain,
}: {
  state: FeedState;
  onCancel: () => void;
  onAgain: () => void;
}) {
  const words = useWords();
  const { phase, entries, head, message, unreadable } = state;
  const params = { count: entries.length, of: head?.counts.objects ?? 0 };
  const again = <TextButton onClick={onAgain}>{words('changes.again')}</TextButton>;
  return (
    <>
      {(phase === 'asking' || phase === 'streaming') && <Progress {...{ state, onCancel }} />}
      {phase === 'cancelled' && (
        <PageNotice>
          <Say id={head ? 'changes.cancelled.part' : 'changes.cancelled'} params={params} /> {again}
        </PageNotice>
      )}
      {phase === 'truncated' && (
        <PageNotice>
          <Say
            id={message ? 'changes.truncated.why' : 'changes.truncated'}
            params={{ ...params, message: message ?? '' }}
          />{' '}
          {again}
        </PageNotice>
      )}
      {unreadable > 0 && (
        <PageNotice>
          <Say id="changes.unreadable" params={{ count: unreadable }} />
        </PageNotice>
      )}
      {(head?.version ?? 1) > 1 && (
        <PageNotice>
          <Say id="sidecar.newer" />
        </PageNotice>
      )}
    </>
  );
}
