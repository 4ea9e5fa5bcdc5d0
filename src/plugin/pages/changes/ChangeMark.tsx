import { Box } from '@mui/material';
import { useWords } from '../../parts/Say.tsx';
import { type Tone, toneColor } from '../../parts/tones.ts';
import type { Entry } from '../../worker/entry.ts';

const marks: Record<Entry['change'], { sign: string; tone: Tone }> = {
  changed: { sign: '~', tone: 'info' },
  created: { sign: '+', tone: 'success' },
  recreated: { sign: '±', tone: 'warning' },
  deleted: { sign: '−', tone: 'error' },
  same: { sign: '=', tone: 'muted' },
};

/** What happens to an object: a sign, its colour, and the word for who sees neither. */
export function ChangeMark({ change }: { change: Entry['change'] }) {
  const words = useWords();
  const { sign, tone } = marks[change];
  return (
    <Box
      component="span"
      role="img"
      aria-label={words(`changes.mark.${change}`)}
      sx={{
        color: theme => toneColor(theme, tone),
        fontFamily: 'monospace',
        fontWeight: 700,
        width: 14,
        flex: 'none',
        textAlign: 'center',
      }}
    >
      {sign}
    </Box>
  );
}
