import { Box, ButtonBase } from '@mui/material';
import { useWords } from '../../parts/Say.tsx';

const modes = ['unified', 'split'] as const;

/** One column or two. */
export function ModeSwitch({
  mode,
  onMode,
}: {
  mode: 'unified' | 'split';
  onMode: (mode: 'unified' | 'split') => void;
}) {
  const words = useWords();
  return (
    <Box role="group" aria-label={words('changes.mode')} sx={{ display: 'flex', gap: 1 }}>
      {modes.map(each => (
        <ButtonBase
          key={each}
          aria-pressed={each === mode}
          onClick={() => onMode(each)}
          sx={{
            font: 'inherit',
            color: each === mode ? 'text.primary' : 'text.secondary',
            textDecoration: each === mode ? 'none' : 'underline',
            textUnderlineOffset: 3,
            fontWeight: each === mode ? 500 : 400,
            '&:focus-visible': { outline: '2px solid', outlineOffset: 2 },
          }}
        >
          {words(`changes.mode.${each}`)}
        </ButtonBase>
      ))}
    </Box>
  );
}
