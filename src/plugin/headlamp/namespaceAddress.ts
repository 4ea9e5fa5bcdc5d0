import { useEffect, useRef } from 'react';
import { useDispatch } from 'react-redux';
import { useHistory, useLocation } from 'react-router-dom';

/** A link may say anything: what is no name of a namespace is none. */
const name = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const namesAtMost = 100;

const toText = (names: Iterable<string>) => [...new Set(names)].sort().join(' ');

function textIn(search: string): string {
  const said = (new URLSearchParams(search).get('namespace') ?? '').split(' ');
  return toText(said.filter(each => name.test(each)).slice(0, namesAtMost));
}

/**
 * Keeps the namespaces chosen in Headlamp in the address, by the parameter of Headlamp's own lists: whoever follows a
 * link sees what its sender saw. What an address brings is chosen; what is chosen later goes into it.
 */
export function useNamespacesInAddress(chosen: ReadonlySet<string>): void {
  const history = useHistory();
  const { search } = useLocation();
  const dispatch = useDispatch();
  const before = useRef<string>();
  useEffect(() => {
    const [said, wanted] = [textIn(search), toText(chosen)];
    const isNews = said !== '' && said !== before.current;
    before.current = said;
    if (said === wanted) return;
    if (isNews) {
      // The host does not export what makes this.
      dispatch({ type: 'filter/setNamespaceFilter', payload: said.split(' ') });
      return;
    }
    const params = new URLSearchParams(search);
    if (wanted) params.set('namespace', wanted);
    else params.delete('namespace');
    before.current = wanted;
    history.replace({ ...history.location, search: params.toString() });
  }, [history, search, chosen, dispatch]);
}
