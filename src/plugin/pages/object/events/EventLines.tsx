import { Box } from '@mui/material';
import type { EventGroup } from '../../../../core/kubernetes/events.ts';
import { Message } from '../../../parts/Message.tsx';
import { ObjectLink } from '../../../parts/ObjectLink.tsx';
import { useWords } from '../../../parts/Say.tsx';
import { StateShape } from '../../../parts/StateShape.tsx';
import { Time } from '../../../parts/Time.tsx';
import { toneColor } from '../../../parts/tones.ts';

/** Events by object and reason, the newest first: a warning has a mark, an ordinary one none. */
export function EventLines({
  events,
  cluster,
}: {
  events: readonly EventGroup[];
  cluster: string;
}) {
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
            gridTemplateColumns: {
              xs: '20px minmax(0, 1fr) max-content',
              md: '20px minmax(0, 3fr) minmax(0, 2.5fr) minmax(0, 5.5fr) max-content',
            },
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
          <Box sx={{ overflowWrap: 'anywhere' }}>
            <ObjectLink cluster={cluster} to={event.about} kind="word" />
          </Box>
          <Box sx={{ gridColumn: { xs: '2 / -1', md: 3 }, overflowWrap: 'anywhere' }}>
            {event.reason}
            {event.count > 1 && (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {' '}
                ×{event.count}
              </Box>
            )}
          </Box>
          <Box sx={{ gridColumn: { xs: '2 / -1', md: 4 }, color: 'text.secondary' }}>
            <Message text={event.message} cluster={cluster} />
          </Box>
          <Box sx={{ gridRow: 1, gridColumn: { xs: 3, md: 5 }, color: 'text.secondary', pl: 1 }}>
            {event.last && <Time at={event.last} />}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
