import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { createAnswers, type Question } from './answers.ts';
import { browserClock } from './clock.ts';
import type { ClusterStore } from './clusterStore.ts';
import { sidecarOf } from './sidecars.ts';
import { createStoreCache } from './stores.ts';
import { useRunningStore } from './useRunningStore.ts';
import type { SidecarView } from './views.ts';

/** What a cluster's sidecar has said: as long kept as the cluster's store. */
const answersOf = createStoreCache(cluster => createAnswers(sidecarOf(cluster), browserClock));

const loading: SidecarView<never> = { state: 'loading' };
const nobody = () => () => {};
const noStamp = () => undefined;

/**
 * What the sidecar answers, asked while this is mounted; nothing is asked while `question` is undefined. `stampOf` is
 * the question's stamp where it depends on the cluster's objects, as far as they are read.
 */
export function useAnswer<T>(
  cluster: string,
  question: Question<T> | undefined,
  stampOf: (store: ClusterStore) => string | undefined = noStamp
): SidecarView<T> {
  const answers = answersOf(cluster);
  const path = question?.path;
  const stamp = useRunningStore(cluster, stampOf) ?? question?.stamp;
  // A question is what it asks: the same one made anew in another render is no news.
  const asked = useMemo(() => question && { ...question, stamp }, [path, stamp]);
  const subscribe = useCallback(
    (listener: () => void) => (asked ? answers.hold(asked, listener) : nobody()),
    [answers, asked]
  );
  return useSyncExternalStore(subscribe, () => (asked ? answers.view(asked) : loading));
}
