import { record } from '../../core/kubernetes/object.ts';
import {
  appliedRevision,
  type ChangesHead,
  changesRoute,
  newestRevision,
} from '../../protocol/changes.ts';
import { withQuery } from '../headlamp/connection.ts';
import type { Question } from './answers.ts';
import { useAnswer } from './useAnswer.ts';
import { useLog } from './useLog.ts';

/** Between what is applied and what the source serves. */
export interface Pending {
  /** How many commits, as far as Git tells. */
  commits?: { count: number; isComplete: boolean };
  /** How many objects differ, once the sidecar has rendered both. */
  objects?: number;
}

function readCounts(body: unknown): ChangesHead['counts'] | undefined {
  const { counts } = record(body);
  return typeof record(counts).objects === 'number' ? (counts as ChangesHead['counts']) : undefined;
}

/** What is pending of a Kustomization that has not applied what its source serves; asked only where `query` is there. */
export function usePending(
  cluster: string,
  query: { of: string; applied: string; newest: string } | undefined
): Pending {
  const question: Question<ChangesHead['counts']> | undefined = query && {
    path: withQuery(changesRoute, { of: query.of, from: appliedRevision, to: newestRevision }),
    isHead: true,
    stamp: `${query.applied} ${query.newest}`,
    read: readCounts,
  };
  const counts = useAnswer(cluster, question);
  const log = useLog(cluster, query && { of: query.of, from: query.applied, to: query.newest });
  return {
    ...(log.state === 'known' && log.value.count > 0
      ? { commits: { count: log.value.count, isComplete: log.value.isComplete } }
      : {}),
    ...(counts.state === 'known' && !counts.again ? { objects: counts.value.objects } : {}),
  };
}
