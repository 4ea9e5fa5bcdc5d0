import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('durations', () => {
  it('reads what Flux accepts, and nothing else', () => {
    const read = ['1m', '1h30m', '1.5s', '250ms', '0', '10', 'm', '1m x', ''].map(parseDuration);
    expect(read).toEqual([60_000, 5_400_000, 1500, 250, 0, ...Array(4).fill(undefined)]);
  });

  it('writes them as Go does', () => {
    const written = [0, 17, 0.25, 1204, 30_000, 570_000, 600_000, 5_400_000].map(formatDuration);
    expect(written).toEqual(['0s', '17ms', '250µs', '1.204s', '30s', '9m30s', '10m0s', '1h30m0s']);
  });
});
