import { record } from '../../core/kubernetes/object.ts';
import {
  appliedRevision,
  type ChangesHead,
  changesRoute,
  newestRevision,
} from '../../protocol/changes.ts';
import type { LogAnswer } from '../../protocol/history.ts';
import { withQuery } from '../headlamp/connection.ts';
import { useHasBoth } from './sourceHistory.ts';
import { useAnswer } from './useAnswer.ts';
import { useLog } from './useLog.ts';

/** Between what a Kustomization has applied and what its source serves. */
interface Pending {
  /** Its commits, as far as they are told. */
  log?: LogAnswer;
  /** How many objects differ, once the sidecar has rendered both. */
  objects?: number;
}

export interface PendingQuery {
  /** `KIND/NAMESPACE/NAME`, of the Kustomization and of its source. */
  of: string;
  source: string;
  applied: string;
  newest: string;
}

function readCounts(body: unknown): ChangesHead['counts'] | undefined {
  const { counts } = record(body);
  return typeof record(counts).objects === 'number' ? (counts as ChangesHead['counts']) : undefined;
}

/** What is pending of a Kustomization that has not applied what its source serves; asked only where `query` is there. */
export function usePending(cluster: string, query: PendingQuery | undefined): Pending {
  const { of = '', source, applied, newest } = query ?? {};
  const isSeen = useHasBoth(cluster, source, applied, newest);
  const counts = useAnswer<ChangesHead['counts']>(
    cluster,
    isSeen
      ? {
          path: withQuery(changesRoute, { of, from: appliedRevision, to: newestRevision }),
          isHead: true,
          stamp: `${applied} ${newest}`,
          read: readCounts,
        }
      : undefined
  );
  const range = isSeen && applied && newest ? { of, from: applied, to: newest } : undefined;
  const log = useLog(cluster, range);
  return {
    ...(log.state === 'known' ? { log: log.value } : {}),
    ...(counts.state === 'known' && !counts.again ? { objects: counts.value.objects } : {}),
  };
}
