import { useCallback, useMemo } from 'react';
import { useHistory, useLocation } from 'react-router-dom';
import type { ChangesQuery } from '../../parts/changesPath.ts';
import { type TreeFilter, treeFilters } from './tree.ts';

/** Everything that a person has set on the page, all of it in the address: it can be sent and bookmarked. */
export interface ChangesSearch {
  /** Undefined where the address does not say what to compare. */
  query?: ChangesQuery;
  /** The key of the chosen object. */
  sel?: string;
  mode: 'unified' | 'split';
  filter: readonly TreeFilter[];
  /** Free text. */
  q: string;
  /** Noise is shown as well. */
  noise: boolean;
}

type Settable = 'sel' | 'mode' | 'filter' | 'q' | 'noise';

export function useChangesSearch(): [ChangesSearch, (name: Settable, value: string) => void] {
  const history = useHistory();
  const { search } = useLocation();
  const set = useCallback(
    (name: Settable, value: string) => {
      const params = new URLSearchParams(history.location.search);
      if (value) params.set(name, value);
      else params.delete(name);
      history.replace({ ...history.location, search: params.toString() });
    },
    [history]
  );
  const read = useMemo((): ChangesSearch => {
    const params = new URLSearchParams(search);
    const [of, from, to] = ['of', 'from', 'to'].map(name => params.get(name));
    const filter = (params.get('filter') ?? '').split(',');
    return {
      query: of && from && to ? { of, from, to } : undefined,
      sel: params.get('sel') ?? undefined,
      mode: params.get('mode') === 'split' ? 'split' : 'unified',
      filter: treeFilters.filter(name => filter.includes(name)),
      q: params.get('q') ?? '',
      noise: params.get('noise') === 'shown',
    };
  }, [search]);
  return [read, set];
}
