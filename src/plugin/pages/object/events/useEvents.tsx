import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useObjects } from '../../../live/useObjects.ts';
import type { ObjectsQuery, ObjectsView } from '../../../live/views.ts';

interface EventsOfQuery {
  query: ObjectsQuery;
  view: ObjectsView;
}

const loading: ObjectsView = { objects: [], phase: { name: 'loading', loaded: 0 } };

function Reader({
  query,
  cluster,
  onRead,
}: {
  query: ObjectsQuery;
  cluster: string;
  onRead: (key: string, view: ObjectsView) => void;
}) {
  const view = useObjects(cluster, query);
  const key = JSON.stringify(query);
  useEffect(() => onRead(key, view), [onRead, key, view]);
  return null;
}

/**
 * Events of several places, each read on its own: one that may not be read hides none of the others.
 * `readers` must be rendered.
 */
export function useEvents(
  cluster: string,
  queries: readonly ObjectsQuery[]
): { views: readonly EventsOfQuery[]; readers: ReactNode } {
  const [read, setRead] = useState<ReadonlyMap<string, ObjectsView>>(new Map());
  const onRead = useCallback((key: string, view: ObjectsView) => {
    setRead(known => new Map(known).set(key, view));
  }, []);
  // The object changes often, what is to be read of it hardly ever.
  const asked = JSON.stringify(queries);
  const views = useMemo(
    () =>
      (JSON.parse(asked) as ObjectsQuery[]).map(query => ({
        query,
        view: read.get(JSON.stringify(query)) ?? loading,
      })),
    [asked, read]
  );
  const readers = queries.map(query => (
    <Reader key={JSON.stringify(query)} {...{ query, cluster, onRead }} />
  ));
  return { views, readers };
}
