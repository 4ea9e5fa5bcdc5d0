import { Box } from '@mui/material';
import type { EventLine } from '../../../core/kubernetes/events.ts';
import { Message } from '../../parts/Message.tsx';
import { useWords } from '../../parts/Say.tsx';
import { StateShape } from '../../parts/StateShape.tsx';
import { Time } from '../../parts/Time.tsx';
import { toneColor } from '../../parts/tones.ts';

/** Events, the newest first: a warning has a mark, an ordinary one none. */
export function EventLines({ events, cluster }: { events: readonly EventLine[]; cluster: string }) {
  const words = useWords();
  return (
    <Box
      component="ul"
      aria-label={words('tab.events')}
      sx={{ m: 0, p: 0, listStyle: 'none', fontSize: '0.875rem' }}
    >
      {events.map(event => (
        <Box
          component="li"
          key={event.key}
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: '20px 1fr', sm: '20px 13rem 1fr max-content' },
            columnGap: 1,
            py: 0.75,
            borderBottom: 1,
            borderColor: 'divider',
          }}
        >
          <Box sx={{ gridRow: 1, color: theme => toneColor(theme, 'warning'), pt: 0.25 }}>
            {event.type === 'Warning' && (
              <span role="img" aria-label={words('event.warning')}>
                <StateShape state="failing" />
              </span>
            )}
          </Box>
          <span>
            {event.reason}
            {event.count > 1 && (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {' '}
                ×{event.count}
              </Box>
            )}
          </span>
          <Box sx={{ gridColumn: { xs: 2, sm: 3 }, minWidth: 0, color: 'text.secondary' }}>
            <Message text={event.message} cluster={cluster} />
          </Box>
          <Box sx={{ gridColumn: { xs: 2, sm: 4 }, color: 'text.secondary' }}>
            {event.last && <Time at={event.last} />}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
