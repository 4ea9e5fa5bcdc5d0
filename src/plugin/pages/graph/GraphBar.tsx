import { Box } from '@mui/material';
import { useCallback } from 'react';
import type { Grouping } from '../../../core/graph/picture/folding.ts';
import { FacetChip } from '../../parts/FacetChip.tsx';
import { useWords } from '../../parts/Say.tsx';
import { SearchField } from '../../parts/SearchField.tsx';
import { useShortcut } from '../../parts/shortcuts.ts';
import { useIsTable } from './GraphView.tsx';
import type { GraphSearch, GraphSearchSetters } from './useGraphSearch.ts';

const groupings: readonly Grouping[] = ['layer', 'owner', 'namespace'];

/** How the graph is put together, and what is looked for in it. */
export function GraphBar({ search }: { search: GraphSearch & GraphSearchSetters }) {
  const words = useWords();
  const { by, query, view, set } = search;
  const isTable = useIsTable(view);
  const toggle = () => set({ view: isTable ? 'graph' : 'table' });
  useShortcut('t', toggle);
  const onQuery = useCallback((next: string) => set({ query: next }), [set]);
  return (
    <>
      <SearchField of="graph" query={query} onQuery={onQuery} />
      <Box role="group" aria-label={words('graph.by')} sx={{ display: 'flex', gap: 1 }}>
        {!isTable &&
          groupings.map(name => (
            <FacetChip
              key={name}
              isOn={by === name}
              onClick={() => set({ by: name, opened: new Set() })}
            >
              {words(`graph.by.${name}`)}
            </FacetChip>
          ))}
        <FacetChip isOn={isTable} onClick={toggle}>
          {words('graph.by.table')}
        </FacetChip>
      </Box>
    </>
  );
}
