import { formatDuration } from '../duration.ts';
import { list, record } from '../kubernetes/object.ts';

/** One finished attempt at one build, as `status.history` of a Kustomization keeps it. */
interface Attempt {
  /** Digest of the built manifests. */
  digest: string;
  status: string;
  now: string;
  /** Milliseconds. */
  duration: number;
  metadata: Record<string, string>;
}

const maxRows = 5;

/** The history with one more attempt, newest first: the same build with the same end is the same row. */
export function withAttempt(history: unknown, attempt: Attempt): Record<string, unknown>[] {
  const rows = list(history).map(record);
  const isSame = (row: Record<string, unknown>) =>
    row.digest === attempt.digest && row.lastReconciledStatus === attempt.status;
  const before = rows.find(isSame);
  const row = {
    digest: attempt.digest,
    firstReconciled: before?.firstReconciled ?? attempt.now,
    lastReconciled: attempt.now,
    lastReconciledDuration: formatDuration(attempt.duration),
    lastReconciledStatus: attempt.status,
    metadata: attempt.metadata,
    totalReconciliations: Number(before?.totalReconciliations ?? 0) + 1,
  };
  return [row, ...rows.filter(other => other !== before)].slice(0, maxRows);
}
