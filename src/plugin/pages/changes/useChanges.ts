import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { changesRoute } from '../../../protocol/changes.ts';
import { withQuery } from '../../headlamp/connection.ts';
import { sidecarOf } from '../../live/sidecars.ts';
import type { ChangesQuery } from '../../parts/changesPath.ts';
import { usePreferences } from '../../parts/preferences.tsx';
import { ask, wakeWorker } from '../../worker/ask.ts';
import { type Feed, type FeedState, startFeed } from './changesFeed.ts';

const asking: FeedState = {
  ...{ set: 0, phase: 'asking', entries: [], notes: [], unreadable: 0, bytes: 0 },
};
/** A revision that is still being rendered, and most of what else goes wrong, has passed soon. */
const retryAfter = 3000;

/** A change set as it comes; `again` asks anew, `cancel` leaves it as far as it is. */
export function useChanges(cluster: string, { of, from, to }: ChangesQuery) {
  const [feed, setFeed] = useState<Feed>();
  const [state, setState] = useState(asking);
  const [asked, setAsked] = useState(0);
  const { notNoise } = usePreferences();
  useEffect(() => {
    wakeWorker();
    // Without a worker the feed says so.
    ask('notNoise', notNoise).catch(() => {});
    const path = withQuery(changesRoute, { of, from, to });
    const started = startFeed({ open: signal => sidecarOf(cluster).stream(path, signal), ask });
    setFeed(started);
    setState(asking);
    // Drawn in small steps, between which the page hears what a person does.
    started.subscribe(() => startTransition(() => setState(started.state())));
    return () => started.close();
  }, [cluster, of, from, to, asked, notNoise]);
  const hasEntries = state.entries.length > 0;
  useEffect(() => {
    if (hasEntries) feed?.seen();
  }, [feed, hasEntries]);
  const cancel = useCallback(() => feed?.cancel(), [feed]);
  const again = useCallback(() => setAsked(count => count + 1), []);

  const isFailed = state.phase === 'refused' && state.refusal?.state === 'failed';
  useEffect(() => {
    if (!isFailed) return undefined;
    const timer = window.setTimeout(again, retryAfter);
    return () => window.clearTimeout(timer);
  }, [isFailed, again]);
  // While it is asked again, what went wrong stays on the screen.
  const failed = useRef<FeedState>();
  if (isFailed) failed.current = state;
  else if (state.phase !== 'asking') failed.current = undefined;
  return { state: failed.current ?? state, cancel, again };
}
