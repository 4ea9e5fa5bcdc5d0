import { alpha, type SxProps, type Theme } from '@mui/material';
import { type Tone, toneColor } from '../../parts/tones.ts';

const tint = (tone: Tone, amount: number) => (theme: Theme) =>
  alpha(toneColor(theme, tone), amount);

/** One sheet for a whole text: tints of the palette under ordinary text, so that it reads as well as any other. */
export const textStyle: SxProps<Theme> = {
  position: 'relative',
  color: 'text.primary',
  fontFamily: 'monospace',
  fontSize: '0.8125rem',
  lineHeight: '20px',
  '& .rows': { position: 'relative' },
  '& [role="row"]': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    minHeight: 20,
    display: 'grid',
    gridTemplateColumns: '3.2em 3.2em 1.6em minmax(0, 1fr)',
  },
  '& .narrow [role="row"]': { gridTemplateColumns: '2.6em 1.4em minmax(0, 1fr)' },
  '& .split [role="row"]': {
    gridTemplateColumns: '3.2em 1.6em minmax(0, 1fr) 3.2em 1.6em minmax(0, 1fr)',
  },
  '& [role="row"].fold': { gridTemplateColumns: 'minmax(0, 1fr)', bgcolor: 'action.hover' },
  '& .fold button': {
    font: 'inherit',
    color: 'text.secondary',
    width: '100%',
    justifyContent: 'start',
    pl: '8em',
    minHeight: { xs: 44, md: 26 },
    '&:focus-visible': { outline: '2px solid', outlineOffset: -2 },
  },
  '& .number': {
    color: 'text.secondary',
    textAlign: 'right',
    pr: 1,
    userSelect: 'none',
  },
  '& .sign': { textAlign: 'center', userSelect: 'none' },
  '& .line': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', minWidth: 0 },
  '& .removed': { bgcolor: tint('error', 0.1) },
  '& .added': { bgcolor: tint('success', 0.1) },
  '& .removed mark': { bgcolor: tint('error', 0.28) },
  '& .added mark': { bgcolor: tint('success', 0.28) },
  '& mark': { color: 'inherit', borderRadius: 0.5 },
  '& .hidden': { color: 'text.secondary', fontStyle: 'italic' },
  '& .removed .hidden, & .added .hidden': { color: 'text.primary' },
  // Where n and p have come to.
  '& .current': { boxShadow: theme => `inset 3px 0 ${theme.palette.text.primary}` },
};
