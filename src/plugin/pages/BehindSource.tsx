import { revisionSource } from '../../core/flux/revisionSource.ts';
import type { Row } from '../../core/flux/row.ts';
import { refText } from '../../core/kubernetes/ref.ts';
import { useHasBoth } from '../live/sourceHistory.ts';
import { useTellsChanges } from '../live/useInfo.ts';
import { useLog } from '../live/useLog.ts';
import { Behind } from '../parts/Behind.tsx';
import { changesPath } from '../parts/changesPath.ts';

/**
 * How far a row is behind its source, and the way to what will change. The commits are asked of the source:
 * all that are behind it by as much have one answer.
 */
export function BehindSource({ row, isTabStop }: { row: Row; isTabStop?: boolean }) {
  const { cluster, behind, revisions } = row;
  const isTold = useTellsChanges(cluster);
  const source = revisionSource(row);
  const of = source && refText(source);
  const from = revisions.current;
  const isSeen = useHasBoth(cluster, behind ? of : undefined, from, behind);
  const range = isSeen && of && from && behind ? { of, from, to: behind } : undefined;
  const log = useLog(cluster, range);
  if (!behind) return null;
  const isExact = log.state === 'known' && log.value.isComplete && log.value.count > 0;
  return (
    <Behind
      newest={behind}
      commits={isExact ? log.value.count : undefined}
      to={
        isTold
          ? changesPath(cluster, { of: refText(row.ref), from: 'applied', to: 'newest' })
          : undefined
      }
      isTabStop={isTabStop}
    />
  );
}
