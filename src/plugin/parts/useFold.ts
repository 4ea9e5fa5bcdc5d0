import { useHistory, useLocation } from 'react-router-dom';

/** The name in the address. */
const param = 'open';

/** Whether something is unfolded, by its name in the address: whoever is sent the page sees the same of it. */
export function useFold(name: string): [boolean, (isOpen: boolean) => void] {
  const history = useHistory();
  const names = new URLSearchParams(useLocation().search).getAll(param);
  const fold = (isOpen: boolean) => {
    // As it is now: a click may have changed another part of it.
    const { location } = history;
    const params = new URLSearchParams(location.search);
    const others = params.getAll(param).filter(other => other !== name);
    params.delete(param);
    for (const each of isOpen ? [...others, name] : others) params.append(param, each);
    history.replace({ ...location, search: params.toString() });
  };
  return [names.includes(name), fold];
}
