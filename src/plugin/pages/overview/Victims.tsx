import { Box } from '@mui/material';
import { useId } from 'react';
import type { Effect, Victim } from '../../../core/diagnosis/finding.ts';
import { refKey } from '../../../core/kubernetes/ref.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { useFold } from '../../parts/useFold.ts';

const effects: readonly Effect[] = ['broken', 'waiting', 'stale', 'held'];
/** More of one effect are in the lists. */
const shownAtMost = 50;

/** Whom a cause holds up: the first by name, all of them by what it does to them a click away. */
export function Victims({
  name,
  victims,
  cluster,
}: {
  /** What the cause is called in the address. */
  name: string;
  victims: readonly Victim[];
  cluster: string;
}) {
  const words = useWords();
  const id = useId();
  const [isOpen, setOpen] = useFold(name);
  const held = victims.filter(({ effect }) => effect === 'broken' || effect === 'waiting');
  const stale = victims.filter(({ effect }) => effect === 'stale');
  const [first] = held.length > 0 ? held : stale;
  if (!first) return null;
  const link = <ObjectLink cluster={cluster} to={first.object} kind="none" showNamespace={false} />;
  const isHeld = held.length > 0;
  const others = isHeld ? victims.length - 1 : stale.length - 1;
  const more = (
    <TextButton onClick={() => setOpen(!isOpen)} isOpen={isOpen} controls={id}>
      {words('overview.victims.more', { count: others })}
    </TextButton>
  );
  const said = isHeld
    ? (['overview.holdsUp', 'overview.holdsUp.more'] as const)
    : (['overview.stale', 'overview.stale.more'] as const);
  return (
    <>
      {/* Within a sentence colour alone does not tell a link. */}
      <Box component="span" sx={{ '& a': { textDecoration: 'underline', textUnderlineOffset: 3 } }}>
        {others > 0 ? (
          <Say id={said[1]} parts={{ first: link, more }} />
        ) : (
          <Say id={said[0]} parts={{ first: link }} />
        )}
      </Box>
      {isOpen && (
        <Box id={id} sx={{ flexBasis: '100%' }}>
          {effects.map(effect => (
            <OfEffect
              key={effect}
              effect={effect}
              victims={victims.filter(victim => victim.effect === effect)}
              cluster={cluster}
            />
          ))}
        </Box>
      )}
    </>
  );
}

function OfEffect({
  effect,
  victims,
  cluster,
}: {
  effect: Effect;
  victims: readonly Victim[];
  cluster: string;
}) {
  if (victims.length === 0) return null;
  const hidden = victims.length - shownAtMost;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, rowGap: 0.25, py: 0.25 }}>
      <Say id={`effect.${effect}`} />
      {victims.slice(0, shownAtMost).map(({ object }) => (
        <ObjectLink key={refKey(object)} cluster={cluster} to={object} kind="icon" />
      ))}
      {hidden > 0 && <Say id="overview.victims.hidden" params={{ count: hidden }} />}
    </Box>
  );
}
