import type { HistoryAnswer } from '../../protocol/history.ts';
import { historyPath, previousOf, readHistory } from './historyPages.ts';
import { useAnswer } from './useAnswer.ts';
import { useTellsChanges } from './useInfo.ts';

const mostTries = 4;

/** The newest page of a source's history: one question for all that show revisions of it. */
function useNewestHistory(
  cluster: string,
  /** `KIND/NAMESPACE/NAME`. */
  source: string | undefined,
  /** What it serves now: asked anew when this changes, until the sidecar has seen it too. */
  served: string | undefined
): HistoryAnswer | undefined {
  const isTold = useTellsChanges(cluster) && source !== undefined;
  const view = useAnswer<HistoryAnswer>(
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
  return view.state === 'known' ? view.value : undefined;
}

/**
 * Whether the sidecar has what the source served and serves: only then it is asked what lies between, since a
 * browser counts each refusal as an error. Of revisions older than the newest page nobody knows: they are tried.
 */
export function useHasBoth(
  cluster: string,
  source: string | undefined,
  applied: string | undefined,
  served: string | undefined
): boolean {
  const history = useNewestHistory(cluster, applied && served ? source : undefined, served);
  if (!history) return false;
  const has = (revision: string | undefined) => history.rows.some(row => row.revision === revision);
  return has(served) && (has(applied) || history.next !== undefined);
}

/** What the source served before a revision; undefined where nobody tells, or it is too long ago. */
export function usePrevious(
  cluster: string,
  source: string | undefined,
  revision: string | undefined,
  served: string | undefined
): string | undefined {
  const history = useNewestHistory(cluster, revision ? source : undefined, served);
  return history && revision ? previousOf(history.rows, revision) : undefined;
}
