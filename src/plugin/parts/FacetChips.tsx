import { Box, ButtonBase } from '@mui/material';
import { memo, type ReactNode } from 'react';
import { type StateName, stateNames } from '../../core/flux/state.ts';
import type { Tally } from '../../core/flux/tally.ts';
import { useWords } from './Say.tsx';
import { StateMark } from './StateMark.tsx';

/** How many are in each state; a click narrows the list to that state, a second one widens it again. */
export const FacetChips = memo(function FacetChips({
  tally,
  chosen,
  onChoose,
}: {
  tally: Tally;
  chosen: readonly StateName[];
  onChoose: (states: StateName[]) => void;
}) {
  const words = useWords();
  const shown = stateNames.filter(name => tally.states[name] > 0 || chosen.includes(name));
  return (
    <Box
      role="group"
      aria-label={words('facets.label')}
      sx={{
        display: 'flex',
        gap: 0.75,
        flexWrap: { xs: 'nowrap', sm: 'wrap' },
        overflowX: 'auto',
        py: 0.25,
      }}
    >
      <Chip isOn={chosen.length === 0} onClick={() => onChoose([])}>
        {words('facets.all', { count: tally.all })}
      </Chip>
      {shown.map(name => (
        <Chip
          key={name}
          isOn={chosen.includes(name)}
          onClick={() =>
            onChoose(
              chosen.includes(name) ? chosen.filter(other => other !== name) : [...chosen, name]
            )
          }
        >
          <span aria-hidden style={{ display: 'inline-flex' }}>
            <StateMark state={name} />
          </span>
          {words('facets.state', { state: words(`state.${name}`), count: tally.states[name] })}
        </Chip>
      ))}
    </Box>
  );
});

function Chip({
  isOn,
  onClick,
  children,
}: {
  isOn: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <ButtonBase
      aria-pressed={isOn}
      onClick={onClick}
      sx={{
        gap: 0.75,
        px: 1.5,
        minHeight: { xs: 44, sm: 30 },
        flex: 'none',
        border: 1,
        borderColor: isOn ? 'text.secondary' : 'divider',
        borderRadius: 8,
        bgcolor: isOn ? 'action.selected' : 'transparent',
        color: isOn ? 'text.primary' : 'text.secondary',
        fontFamily: 'inherit',
        fontSize: '0.875rem',
        '&:hover': { bgcolor: 'action.hover' },
        '&:focus-visible': { outline: '2px solid', outlineOffset: 1 },
      }}
    >
      {children}
    </ButtonBase>
  );
}
