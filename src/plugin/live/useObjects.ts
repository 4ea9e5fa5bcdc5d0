import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { objectsStore } from './objectsStore.ts';
import type { ObjectsQuery, ObjectsView } from './views.ts';

const nothing: ObjectsView = { objects: [], phase: { name: 'loading', loaded: 0 } };
const nobody = () => () => {};

/** Objects of any kind, read while this is mounted; nothing is read while `query` is undefined. */
export function useObjects(cluster: string, query: ObjectsQuery | undefined): ObjectsView {
  const asked = JSON.stringify(query);
  const store = useMemo(
    () =>
      asked === undefined ? undefined : objectsStore(cluster, JSON.parse(asked) as ObjectsQuery),
    [cluster, asked]
  );
  const subscribe = useCallback(
    (listener: () => void) => (store ? store.subscribe(listener) : nobody()),
    [store]
  );
  return useSyncExternalStore(subscribe, () => store?.view() ?? nothing);
}
