import { Box, ButtonBase, useTheme } from '@mui/material';
import { type LineName, lineNames } from '../../../core/graph/picture/line.ts';
import { useWords } from '../../parts/Say.tsx';
import { graphStyle, sampleStyle } from './graphStyle.ts';

/** What the lines mean; each can be left out. A line of its own, so that it covers nothing. */
export function Legend({
  lines,
  onLines,
}: {
  lines: ReadonlySet<LineName>;
  onLines: (lines: ReadonlySet<LineName>) => void;
}) {
  const words = useWords();
  const theme = useTheme();
  return (
    <Box
      role="group"
      aria-label={words('graph.legend')}
      sx={{ ...graphStyle(theme), display: 'flex', flex: 'none', overflowX: 'auto' }}
    >
      {lineNames.map(name => {
        const isOn = lines.has(name);
        const others = [...lines].filter(other => other !== name);
        return (
          <ButtonBase
            key={name}
            aria-pressed={isOn}
            title={words(`graph.line.${name}.help`)}
            onClick={() => onLines(new Set(isOn ? others : [...lines, name]))}
            sx={{
              gap: 0.75,
              flex: 'none',
              px: 1,
              minHeight: { xs: 44, sm: 28 },
              borderRadius: 1,
              font: 'inherit',
              fontSize: '0.8125rem',
              color: isOn ? 'text.primary' : 'text.secondary',
              textDecoration: isOn ? 'none' : 'line-through',
              '& path': { opacity: isOn ? 1 : 0.4 },
              '&:hover': { bgcolor: 'action.hover' },
              '&:focus-visible': { outline: '2px solid', outlineOffset: -2 },
            }}
          >
            <Box component="svg" aria-hidden focusable={false} viewBox="0 0 26 10" sx={sampleStyle}>
              <path className={`line is-${name}`} d="M0,5H26" />
            </Box>
            {words(`graph.line.${name}`)}
          </ButtonBase>
        );
      })}
    </Box>
  );
}
