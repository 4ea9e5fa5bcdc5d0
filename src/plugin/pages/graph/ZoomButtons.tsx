import { Box, ButtonBase } from '@mui/material';
import { useWords } from '../../parts/Say.tsx';

const drawings = {
  in: 'M8 3v10M3 8h10',
  out: 'M3 8h10',
  whole: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
} as const;

/** For who has neither a wheel nor two fingers. */
export function ZoomButtons({
  onZoom,
  onWhole,
}: {
  onZoom: (factor: number) => void;
  onWhole: () => void;
}) {
  const words = useWords();
  const buttons = [
    ['out', () => onZoom(0.8)],
    ['in', () => onZoom(1.25)],
    ['whole', onWhole],
  ] as const;
  return (
    <Box
      role="group"
      aria-label={words('graph.zoom')}
      sx={{
        position: 'absolute',
        right: 12,
        bottom: 10,
        zIndex: 5,
        display: 'flex',
        bgcolor: 'background.default',
        borderRadius: 1,
      }}
    >
      {buttons.map(([name, act]) => (
        <ButtonBase
          key={name}
          aria-label={words(`graph.zoom.${name}`)}
          title={words(`graph.zoom.${name}`)}
          onClick={act}
          sx={{
            width: { xs: 44, sm: 28 },
            height: { xs: 44, sm: 28 },
            borderRadius: 1,
            color: 'text.secondary',
            '&:hover': { bgcolor: 'action.hover' },
            '&:focus-visible': { outline: '2px solid', outlineOffset: -2 },
          }}
        >
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden focusable={false}>
            <path d={drawings[name]} fill="none" stroke="currentColor" strokeWidth="1.5" />
          </svg>
        </ButtonBase>
      ))}
    </Box>
  );
}
