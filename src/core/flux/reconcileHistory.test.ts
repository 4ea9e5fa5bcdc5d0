import { describe, expect, it } from 'vitest';
import { withAttempt } from './reconcileHistory.ts';

const attempt = (digest: string, status: string, now: string) => ({
  digest,
  status,
  now,
  duration: 1204,
  metadata: { revision: `main@sha1:${digest}` },
});

describe('withAttempt', () => {
  it('counts the same build with the same end in one row, moved to the front', () => {
    const first = withAttempt(undefined, attempt('a', 'ReconciliationSucceeded', 't1'));
    const second = withAttempt(first, attempt('b', 'HealthCheckFailed', 't2'));
    const third = withAttempt(second, attempt('a', 'ReconciliationSucceeded', 't3'));
    expect(third).toEqual([
      {
        digest: 'a',
        firstReconciled: 't1',
        lastReconciled: 't3',
        lastReconciledDuration: '1.204s',
        lastReconciledStatus: 'ReconciliationSucceeded',
        metadata: { revision: 'main@sha1:a' },
        totalReconciliations: 2,
      },
      ...second.slice(0, 1),
    ]);
  });

  it('keeps a new row for another build that ends the same', () => {
    const first = withAttempt(undefined, attempt('a', 'ReconciliationSucceeded', 't1'));
    const rows = withAttempt(first, attempt('b', 'ReconciliationSucceeded', 't2'));
    expect(rows.map(({ digest, totalReconciliations }) => [digest, totalReconciliations])).toEqual([
      ['b', 1],
      ['a', 1],
    ]);
  });

  it('keeps a new row for the same build that ends otherwise, and five rows in all', () => {
    const ends = ['A', 'B', 'C', 'D', 'E', 'F'];
    const rows = ends.reduce<Record<string, unknown>[]>(
      (history, end) => withAttempt(history, attempt('a', end, end)),
      []
    );
    expect(rows.map(row => row.lastReconciledStatus)).toEqual(['F', 'E', 'D', 'C', 'B']);
  });
});
