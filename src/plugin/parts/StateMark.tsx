import { Box } from '@mui/material';
import type { StateName } from '../../core/flux/state.ts';
import { useWords } from './Say.tsx';
import { StateShape } from './StateShape.tsx';
import { stateTone, toneColor } from './tones.ts';

/** The state of anything, the same in lists, headers, strips and trees: shape, colour and word. */
export function StateMark({
  state,
  showWord = false,
  isStale = false,
}: {
  state: StateName;
  /** The word beside the shape; otherwise it is the shape's name. */
  showWord?: boolean;
  /** What is shown may no longer be so. */
  isStale?: boolean;
}) {
  const words = useWords();
  const word = words(isStale ? 'state.stale' : 'state', { state: words(`state.${state}`) });
  const naming = showWord ? { 'aria-hidden': true } : { role: 'img', 'aria-label': word };
  return (
    <Box
      component="span"
      title={showWord ? undefined : word}
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, whiteSpace: 'nowrap' }}
    >
      <Box
        component="span"
        {...naming}
        sx={{ color: theme => toneColor(theme, stateTone[state]), display: 'inline-flex' }}
      >
        <StateShape state={state} isStale={isStale} />
      </Box>
      {showWord && <span>{word}</span>}
    </Box>
  );
}
