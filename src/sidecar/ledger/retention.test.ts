import { setTimeout as sleepFor } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startRetention } from './retention.ts';

describe('retention', () => {
  it('runs soon and then every hour, whatever becomes of a run, until it is closed', async () => {
    const waits: number[] = [];
    const runs: [number, readonly string[] | undefined][] = [];
    const lines: unknown[] = [];
    const known = [undefined, ['main@sha1:1'], []];
    let fourth = () => {};
    const reached = new Promise<void>(resolve => (fourth = resolve));
    const retention = startRetention({
      ledger: {
        async retain(now, applied) {
          runs.push([now, applied]);
          if (runs.length === 2) throw new Error('no room');
        },
      },
      applied: () => known[runs.length],
      log: { info() {}, error: (message, fields) => void lines.push([message, fields]) },
      now: () => 7,
      sleep(milliseconds, until) {
        waits.push(milliseconds);
        if (waits.length < 4) return Promise.resolve();
        fourth();
        return sleepFor(60_000, undefined, { signal: until });
      },
    });
    await reached;
    await retention.close();
    expect(waits).toEqual([60_000, 3_600_000, 3_600_000, 3_600_000]);
    expect(runs).toEqual([
      [7, undefined],
      [7, ['main@sha1:1']],
      [7, []],
    ]);
    expect(lines).toEqual([['nothing was dropped from the ledger', { error: 'no room' }]]);
  });
});
