import { Box, ButtonBase } from '@mui/material';
import { useWords } from './Say.tsx';
import { useCopying } from './useCopying.ts';
import { visuallyHidden } from './visuallyHidden.ts';

/** Copies a text; says for two seconds whether it worked. `label` says what will be copied. */
export function CopyButton({
  text,
  label,
  word,
}: {
  text: string;
  label: string;
  /** Beside the drawing, where there is room. */
  word?: string;
}) {
  const words = useWords();
  const [outcome, copy] = useCopying();
  return (
    <ButtonBase
      aria-label={label}
      title={label}
      onClick={event => {
        event.stopPropagation();
        void copy(text);
      }}
      sx={{
        p: 0.25,
        gap: 0.5,
        fontFamily: 'inherit',
        fontSize: 'inherit',
        verticalAlign: 'text-bottom',
        borderRadius: 0.5,
        color: 'text.secondary',
        '&:focus-visible': { outline: '2px solid' },
      }}
    >
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden focusable={false}>
        {outcome === 'copied' ? (
          <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
        ) : (
          <path
            d="M5.75 5.75V2.5h7.75v7.75h-3.25M2.5 5.75h7.75v7.75H2.5Z"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.25"
          />
        )}
      </svg>
      {word && <span>{word}</span>}
      <Box
        component="span"
        role="status"
        sx={outcome === 'failed' ? { fontSize: 12 } : visuallyHidden}
      >
        {outcome && words(`copy.${outcome}`)}
      </Box>
    </ButtonBase>
  );
}
