import type { HistoryAnswer } from '../../protocol/history.ts';
import { historyPath, previousOf, readHistory } from './historyPages.ts';
import { useAnswer } from './useAnswer.ts';
import { useTellsChanges } from './useInfo.ts';
import type { SidecarView } from './views.ts';

const mostTries = 4;

/** The newest page of a source's history: one question for all that show revisions of it. */
export function useNewestHistory(
  cluster: string,
  /** `KIND/NAMESPACE/NAME`. */
  source: string | undefined,
  /** What it serves now: asked anew when this changes, until the sidecar has seen it too. */
  served: string | undefined
): SidecarView<HistoryAnswer> {
  const isTold = useTellsChanges(cluster) && source !== undefined;
  return useAnswer<HistoryAnswer>(
    cluster,
    isTold
      ? {
          path: historyPath(source),
          stamp: served,
          read: readHistory,
          againIn: ({ rows }, tries) =>
            !served || rows.some(({ revision }) => revision === served) || tries > mostTries
              ? undefined
              : 1000 * 2 ** tries,
        }
      : undefined
  );
}

/** What the source served before a revision; undefined where nobody tells, or it is too long ago. */
export function usePrevious(
  cluster: string,
  source: string | undefined,
  revision: string | undefined,
  served: string | undefined
): string | undefined {
  const view = useNewestHistory(cluster, revision ? source : undefined, served);
  return view.state === 'known' && revision ? previousOf(view.value.rows, revision) : undefined;
}
