import { Box, ButtonBase } from '@mui/material';
import { type LineName, lineNames } from '../../../core/graph/picture/line.ts';
import { useWords } from '../../parts/Say.tsx';
import { sampleStyle } from './graphStyle.ts';

const rowStyle = { display: 'flex', overflowX: 'auto', mb: 1 } as const;
const cornerStyle = {
  position: 'absolute',
  left: 12,
  bottom: 10,
  zIndex: 5,
  display: 'flex',
  flexWrap: 'wrap',
  maxWidth: 'calc(100% - 140px)',
  bgcolor: 'background.default',
  borderRadius: 1,
} as const;

/** What the lines mean; each can be left out. */
export function Legend({
  lines,
  isRow = false,
  onLines,
}: {
  lines: ReadonlySet<LineName>;
  /** A line of the page, and not a corner of the graph. */
  isRow?: boolean;
  onLines: (lines: ReadonlySet<LineName>) => void;
}) {
  const words = useWords();
  return (
    <Box role="group" aria-label={words('graph.legend')} sx={isRow ? rowStyle : cornerStyle}>
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
