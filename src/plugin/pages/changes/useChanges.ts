import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { changesRoute } from '../../../protocol/changes.ts';
import { withQuery } from '../../headlamp/connection.ts';
import { sidecarOf } from '../../live/sidecars.ts';
import type { ChangesQuery } from '../../parts/changesPath.ts';
import { ask } from '../../worker/ask.ts';
import { type Feed, type FeedState, startFeed } from './changesFeed.ts';

const asking: FeedState = {
  ...{ set: 0, phase: 'asking', entries: [], notes: [], unreadable: 0, bytes: 0 },
};

/** A change set as it comes; `again` asks anew, `cancel` leaves it as far as it is. */
export function useChanges(cluster: string, { of, from, to }: ChangesQuery) {
  const [feed, setFeed] = useState<Feed>();
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const path = withQuery(changesRoute, { of, from, to });
    const started = startFeed({ open: signal => sidecarOf(cluster).stream(path, signal), ask });
    setFeed(started);
    return () => started.close();
  }, [cluster, of, from, to, asked]);
  const subscribe = useCallback(
    (listener: () => void) => feed?.subscribe(listener) ?? (() => {}),
    [feed]
  );
  const state = useSyncExternalStore(subscribe, () => feed?.state() ?? asking);
  const cancel = useCallback(() => feed?.cancel(), [feed]);
  const again = useCallback(() => setAsked(count => count + 1), []);
  return { state, cancel, again };
}
