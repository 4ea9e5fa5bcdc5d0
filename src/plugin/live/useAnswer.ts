import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { createAnswers, type Question } from './answers.ts';
import { browserClock } from './clock.ts';
import { sidecarOf } from './sidecars.ts';
import { createStoreCache } from './stores.ts';
import type { SidecarView } from './views.ts';

/** What a cluster's sidecar has said: as long kept as the cluster's store. */
const answersOf = createStoreCache(cluster => createAnswers(sidecarOf(cluster), browserClock));

const loading: SidecarView<never> = { state: 'loading' };
const nobody = () => () => {};

/** What the sidecar answers, asked while this is mounted; nothing is asked while `question` is undefined. */
export function useAnswer<T>(cluster: string, question: Question<T> | undefined): SidecarView<T> {
  const answers = answersOf(cluster);
  const [path, stamp] = [question?.path, question?.stamp];
  // A question is what it asks: the same one made anew in another render is no news.
  const asked = useMemo(() => question, [path, stamp]);
  const subscribe = useCallback(
    (listener: () => void) => (asked ? answers.hold(asked, listener) : nobody()),
    [answers, asked]
  );
  return useSyncExternalStore(subscribe, () => (asked ? answers.view(asked) : loading));
}
