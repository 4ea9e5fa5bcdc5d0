import { Box } from '@mui/material';
import { FacetChip } from '../../parts/FacetChip.tsx';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { useWords } from '../../parts/Say.tsx';
import { SearchField } from '../../parts/SearchField.tsx';
import { ChangesTree } from './ChangesTree.tsx';
import { type TreeFilter, treeFilters, type TreeRow } from './tree.ts';

/** The tree under its search field and chips. */
export function TreePane({
  rows,
  selected,
  counts,
  filter,
  q,
  isNarrow,
  isComing,
  onSelect,
  onToggle,
  onFilter,
  onSearch,
}: {
  rows: readonly TreeRow[];
  selected: string | undefined;
  counts: Record<TreeFilter, number>;
  filter: readonly TreeFilter[];
  q: string;
  isNarrow: boolean;
  /** Nothing has come yet: the frame is there before what is in it. */
  isComing: boolean;
  onSelect: (key: string, isPointed?: true) => void;
  onToggle: (key: string) => void;
  onFilter: (filter: readonly TreeFilter[]) => void;
  onSearch: (query: string) => void;
}) {
  const words = useWords();
  const chips = treeFilters.filter(name => counts[name] > 0 || filter.includes(name));
  const toggle = (name: TreeFilter) =>
    onFilter(filter.includes(name) ? filter.filter(other => other !== name) : [...filter, name]);
  return (
    <>
      <SearchField query={q} onQuery={onSearch} of="changes" />
      {(chips.length > 1 || filter.length > 0) && (
        <Box
          role="group"
          aria-label={words('changes.filters')}
          sx={{
            display: 'flex',
            flexWrap: { xs: 'nowrap', md: 'wrap' },
            flex: 'none',
            overflowX: 'auto',
            gap: 0.75,
            my: 1,
            py: 0.25,
          }}
        >
          {chips.map(name => (
            <FacetChip key={name} isOn={filter.includes(name)} onClick={() => toggle(name)}>
              {words(`changes.filter.${name}`, { count: counts[name] })}
            </FacetChip>
          ))}
        </Box>
      )}
      {isComing && <LoadingRows />}
      {isComing ? null : rows.length === 0 ? (
        <Box sx={{ color: 'text.secondary', py: 2, fontSize: '0.875rem' }}>
          {words('changes.none.match')}
        </Box>
      ) : (
        <ChangesTree {...{ rows, selected, isNarrow, onSelect, onToggle }} />
      )}
    </>
  );
}
