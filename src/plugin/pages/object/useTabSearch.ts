import { useHistory, useLocation } from 'react-router-dom';

/** One choice of a person, kept in the URL so that the page can be shared and reloaded. */
export function useTabSearch(
  key: string
): [string | undefined, (value: string | undefined) => void] {
  const { pathname, search } = useLocation();
  const history = useHistory();
  const params = new URLSearchParams(search);
  const set = (value: string | undefined) => {
    if (value === undefined) params.delete(key);
    else params.set(key, value);
    history.replace({ pathname, search: params.toString() });
  };
  return [params.get(key) ?? undefined, set];
}
