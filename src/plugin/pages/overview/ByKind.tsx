import { Box } from '@mui/material';
import { useId } from 'react';
import { fluxKinds } from '../../../core/flux/kinds.ts';
import type { Row } from '../../../core/flux/row.ts';
import { isAtRest, stateNames } from '../../../core/flux/state.ts';
import { tallyOf } from '../../../core/flux/tally.ts';
import { kindPath } from '../../parts/objectPath.ts';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { useFold } from '../../parts/useFold.ts';

function Kinds({ rows, base }: { rows: readonly Row[]; base: string }) {
  const words = useWords();
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        mt: 1,
        p: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(230px, 1fr))',
        columnGap: 3,
        rowGap: 0.75,
        fontSize: '0.875rem',
      }}
    >
      {fluxKinds.map(kind => {
        const tally = tallyOf(rows.filter(row => row.kind === kind.kind));
        if (tally.all === 0) return null;
        const others = stateNames.filter(name => !isAtRest(name) && tally.states[name] > 0);
        return (
          <Box
            component="li"
            key={kind.kind}
            sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'center' }}
          >
            <TextLink to={`${base}${kindPath(kind)}`}>{words(`kinds.${kind.kind}`)}</TextLink>
            <span>{tally.all}</span>
            {others.map(name => (
              <Box
                component="span"
                key={name}
                sx={{
                  display: 'inline-flex',
                  gap: 0.5,
                  alignItems: 'center',
                  color: 'text.secondary',
                }}
              >
                <StateMark state={name} />
                {tally.states[name]}
              </Box>
            ))}
          </Box>
        );
      })}
    </Box>
  );
}

/** How many of each kind there are, and in which states those are that are not ready: a click away. */
export function ByKind({ rows, base }: { rows: readonly Row[]; base: string }) {
  const words = useWords();
  const id = useId();
  const [isOpen, setOpen] = useFold('kinds');
  return (
    <>
      <TextButton onClick={() => setOpen(!isOpen)} isOpen={isOpen} controls={id}>
        {words('overview.byKind')}
      </TextButton>
      <div id={id}>{isOpen && <Kinds rows={rows} base={base} />}</div>
    </>
  );
}
