import { Box } from '@mui/material';
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { parseFilter, withFilterKey } from '../../../core/flux/filter.ts';
import type { FluxKind } from '../../../core/flux/kinds.ts';
import type { Row } from '../../../core/flux/row.ts';
import { createRowList } from '../../../core/flux/rowList.ts';
import type { StateName } from '../../../core/flux/state.ts';
import type { FluxEntry, KindView } from '../../live/views.ts';
import { FacetChips } from '../../parts/FacetChips.tsx';
import type { GridLook } from '../../parts/gridColumn.ts';
import { ObjectGrid } from '../../parts/ObjectGrid.tsx';
import { PageNote } from '../../parts/PageNote.tsx';
import { NothingHere } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { SearchField } from '../../parts/SearchField.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { namespacesOf } from '../lookedAt.ts';
import { rowOf, useRows } from '../rows.ts';
import { PhaseLines } from './PhaseLines.tsx';
import { PhasePage } from './PhasePage.tsx';
import type { ListQuery } from './useListQuery.ts';

/** One kind's objects: facets, search and rows, or why there are none. */
export function KindListView({
  kind,
  views,
  list,
  look,
  isTroubled,
  onOpen,
  selectionBar,
}: {
  kind: FluxKind;
  views: readonly { cluster: string; view: KindView }[];
  list: ListQuery;
  look: GridLook<Row>;
  /** Whether a row that is ready stands over something broken. */
  isTroubled?: (row: Row) => boolean;
  onOpen: (row: Row) => void;
  /** What can be done with the chosen. */
  selectionBar?: (entries: readonly FluxEntry[], clear: () => void) => ReactNode;
}) {
  const words = useWords();
  const { query, selected, setQuery, setSelected } = list;
  const all = useRows(views);
  const shownQuery = useDeferredValue(query);
  const filter = useMemo(() => parseFilter(shownQuery), [shownQuery]);
  const [rowList] = useState(createRowList);
  const { rows, tally } = useMemo(
    () => rowList.update(all, filter, isTroubled),
    [rowList, all, filter, isTroubled]
  );
  const onStates = useCallback(
    (states: StateName[]) => setQuery(withFilterKey(query, 'state', states)),
    [query, setQuery]
  );
  const chosen = useMemo(() => {
    if (selected.size === 0) return [];
    const entries = views.flatMap(({ view }) => view.entries);
    return entries.filter(entry => selected.has(rowOf(entry).key));
  }, [views, selected]);

  const [only] = views;
  const isAnyLive = views.some(
    ({ view }) => view.phase.name === 'live' || view.phase.name === 'stale'
  );
  if (all.length === 0 && only && !isAnyLive) return <PhasePage {...only} />;
  if (all.length === 0) {
    const hidden = views.reduce((sum, { view }) => sum + view.hidden, 0);
    const isPart = hidden > 0 || views.some(({ view }) => namespacesOf(view).length > 0);
    return (
      <>
        <PhaseLines views={views} />
        <NothingHere kind={kind.kind} elsewhere={isPart ? hidden : undefined} />
      </>
    );
  }
  return (
    <>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, justifyContent: 'space-between', mb: 1 }}
      >
        <FacetChips tally={tally} chosen={filter.keys.state as StateName[]} onChoose={onStates} />
        <SearchField query={query} onQuery={setQuery} />
      </Box>
      <PhaseLines views={views} />
      {rows.length === 0 && (
        <PageNote title={<Say id="list.none.match" />}>
          <Say id="list.none.match.why" params={{ count: all.length, query }} />{' '}
          <TextButton onClick={() => setQuery('')}>{words('list.showAll')}</TextButton>
        </PageNote>
      )}
      {rows.length > 0 && (
        <ObjectGrid
          label={words(`kinds.${kind.kind}`)}
          rows={rows}
          scope={shownQuery}
          look={look}
          selected={selected}
          onSelect={setSelected}
          onOpen={onOpen}
        />
      )}
      {chosen.length > 0 && selectionBar?.(chosen, () => setSelected(new Set()))}
    </>
  );
}
