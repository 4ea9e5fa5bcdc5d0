import { Box } from '@mui/material';
import { type FluxKindName, fluxKinds } from '../../../core/flux/kinds.ts';
import type { Row } from '../../../core/flux/row.ts';
import type { StateName } from '../../../core/flux/state.ts';
import { kindPath } from '../../parts/objectPath.ts';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { StateLine } from '../StateLine.tsx';
import { WillChange } from './WillChange.tsx';

const counted = [
  ['pending', 'overview.waits'],
  ['retrying', 'overview.retries'],
  ['progressing', 'overview.progressing'],
  ['terminating', 'overview.terminating'],
  ['unknown', 'overview.unknown'],
  ['suspended', 'overview.suspended'],
] as const satisfies readonly (readonly [StateName, string])[];

function countBy(rows: readonly Row[], test: (row: Row) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) if (test(row)) counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1);
  return counts;
}

/**
 * What is neither broken nor settled: each number a link to the list that shows just those. One for
 * each kind, since a list shows one kind and a number must be what its click shows.
 */
export function Counts({ rows, base }: { rows: readonly Row[]; base: string }) {
  const words = useWords();
  const nameOf = (kind: FluxKindName, count: number) =>
    count === 1 ? kind : words(`kinds.${kind}`);
  const links = counted.flatMap(([state, id]) => {
    const counts = countBy(rows, row => row.state === state);
    return fluxKinds.flatMap(kind => {
      const count = counts.get(kind.kind);
      return count ? [{ id, state, kind, count, query: `state:${state}` }] : [];
    });
  });
  const behind = countBy(rows, row => row.isBehind);
  const behindLinks = fluxKinds.flatMap(kind => {
    const count = behind.get(kind.kind);
    return count
      ? [{ id: 'overview.behind', state: undefined, kind, count, query: 'is:behind' }]
      : [];
  });
  const all = [...links, ...behindLinks];
  const suspended = rows.filter(row => row.state === 'suspended');
  const [held] = suspended.length === 1 ? suspended : [];
  if (all.length === 0) return null;
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 3,
        rowGap: 1,
      }}
    >
      {all.map(({ id, state, kind, count, query }) => (
        <Box
          component="li"
          key={`${id} ${kind.kind}`}
          sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}
        >
          {state && (
            <span aria-hidden style={{ lineHeight: 0 }}>
              <StateMark state={state} />
            </span>
          )}
          <TextLink to={`${base}${kindPath(kind)}?q=${encodeURIComponent(query)}`}>
            {words(id, { count, kind: nameOf(kind.kind, count) })}
          </TextLink>
          {state === 'suspended' && held && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              <StateLine row={held} isPlain />
            </Box>
          )}
        </Box>
      ))}
      <WillChange rows={rows} />
    </Box>
  );
}
