import { Box } from '@mui/material';
import { memo } from 'react';
import { type StateName, stateNames } from '../../core/flux/state.ts';
import type { Tally } from '../../core/flux/tally.ts';
import { FacetChip } from './FacetChip.tsx';
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
      <FacetChip isOn={chosen.length === 0} onClick={() => onChoose([])}>
        {words('facets.all', { count: tally.all })}
      </FacetChip>
      {shown.map(name => (
        <FacetChip
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
        </FacetChip>
      ))}
    </Box>
  );
});
