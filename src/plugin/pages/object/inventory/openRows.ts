import { useCallback, useMemo } from 'react';
import { useHistory, useLocation } from 'react-router-dom';
import { type ObjectRef, refKey } from '../../../../core/kubernetes/ref.ts';

/** The name in the address. */
const param = 'open';
/** Characters: an address has to fit into a message, so the oldest are left out. */
const lengthAtMost = 1000;
const closed = '-';

/** What a controller made: beside it the same object may stand in the inventory itself. */
export const keyOfMade = (ref: ObjectRef) => `of ${refKey(ref)}`;
export const keyOfContainer = (podKey: string, name: string) => `${podKey} ${name}`;

function readOpen(said: string): ReadonlyMap<string, boolean> {
  const keys = said.split(',').filter(Boolean);
  return new Map(
    keys.map(key => (key.startsWith(closed) ? [key.slice(closed.length), false] : [key, true]))
  );
}

function writeOpen(toggled: ReadonlyMap<string, boolean>): string {
  const keys = [...toggled].map(([key, isOpen]) => (isOpen ? key : closed + key));
  while (keys.length > 1 && keys.join(',').length > lengthAtMost) keys.shift();
  return keys.join(',');
}

/** The query of an inventory in which these rows are open. */
export function inventoryQuery(keys: readonly string[]): string {
  const open = writeOpen(new Map(keys.map(key => [key, true])));
  return new URLSearchParams({ tab: 'inventory', [param]: open }).toString();
}

/** Which rows a person opened (true) or closed (false), in the address; the last one last. */
export function useOpenRows(): [
  ReadonlyMap<string, boolean>,
  (key: string, isOpen: boolean) => void
] {
  const history = useHistory();
  const said = new URLSearchParams(useLocation().search).get(param) ?? '';
  const toggled = useMemo(() => readOpen(said), [said]);
  const toggle = useCallback(
    (key: string, isOpen: boolean) => {
      const { location } = history;
      const params = new URLSearchParams(location.search);
      const next = new Map(readOpen(params.get(param) ?? ''));
      next.delete(key);
      params.set(param, writeOpen(next.set(key, isOpen)));
      history.replace({ ...location, search: params.toString() });
    },
    [history]
  );
  return [toggled, toggle];
}
