import { useCallback, useMemo } from 'react';
import { useHistory, useLocation } from 'react-router-dom';

/** What a person has set on a list, all of it in the address: it can be sent and bookmarked. */
export interface ListQuery {
  query: string;
  selected: ReadonlySet<string>;
  setQuery: (query: string) => void;
  setSelected: (keys: ReadonlySet<string>) => void;
}

export function useListQuery(): ListQuery {
  const history = useHistory();
  const { search } = useLocation();
  const change = useCallback(
    (name: string, value: string) => {
      const params = new URLSearchParams(history.location.search);
      if (value) params.set(name, value);
      else params.delete(name);
      history.replace({ ...history.location, search: params.toString() });
    },
    [history]
  );
  const setQuery = useCallback((query: string) => change('q', query), [change]);
  const setSelected = useCallback(
    (keys: ReadonlySet<string>) => change('selected', [...keys].join(',')),
    [change]
  );
  return useMemo(() => {
    const params = new URLSearchParams(search);
    const selected = (params.get('selected') ?? '').split(',').filter(Boolean);
    return { query: params.get('q') ?? '', selected: new Set(selected), setQuery, setSelected };
  }, [search, setQuery, setSelected]);
}
