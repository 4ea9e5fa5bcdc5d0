import { expect, it } from 'vitest';
import { nextStep, type Rollout, toBounds } from './rollout.ts';

it.each([
  [{}, 4, { maxSurge: 1, maxUnavailable: 1 }],
  [{}, 1, { maxSurge: 1, maxUnavailable: 0 }],
  [{ maxSurge: 0, maxUnavailable: 0 }, 3, { maxSurge: 0, maxUnavailable: 1 }],
  [{ maxSurge: '50%', maxUnavailable: '50%' }, 3, { maxSurge: 2, maxUnavailable: 1 }],
  [{ maxSurge: 2, maxUnavailable: 0 }, 10, { maxSurge: 2, maxUnavailable: 0 }],
])('resolves %j of %i replicas', (update, want, bounds) => {
  expect(toBounds(update, want)).toEqual(bounds);
});

/** Takes steps, each new pod becoming available after its step, until nothing changes any more. */
function roll(start: Rollout, isGood = true): { total: number; available: number }[] {
  const seen: { total: number; available: number }[] = [];
  let state = start;
  for (let step = 0; step < 100; step += 1) {
    const next = nextStep(state);
    const isSettled =
      next.now === state.now.replicas && next.olds.every((n, i) => n === state.olds[i]!.replicas);
    if (isSettled && (!isGood || state.now.available === state.now.replicas)) break;
    const olds = state.olds.map((old, i) => ({
      replicas: next.olds[i]!,
      available: Math.min(old.available, next.olds[i]!),
    }));
    seen.push({
      total: next.now + next.olds.reduce((a, b) => a + b, 0),
      available: state.now.available + olds.reduce((a, old) => a + old.available, 0),
    });
    state = { ...state, olds, now: { replicas: next.now, available: isGood ? next.now : 0 } };
  }
  start.now = state.now;
  start.olds = state.olds;
  return seen;
}

it('replaces one replica by surging first', () => {
  const bounds = { want: 1, maxSurge: 1, maxUnavailable: 0 };
  const old = { replicas: 1, available: 1 };
  expect(nextStep({ ...bounds, now: { replicas: 0, available: 0 }, olds: [old] })).toEqual({
    now: 1,
    olds: [1],
  });
  expect(nextStep({ ...bounds, now: { replicas: 1, available: 0 }, olds: [old] })).toEqual({
    now: 1,
    olds: [1],
  });
  expect(nextStep({ ...bounds, now: { replicas: 1, available: 1 }, olds: [old] })).toEqual({
    now: 1,
    olds: [0],
  });
});

it('never has too many pods nor too few available ones, and ends with all of them new', () => {
  for (const want of [1, 2, 3, 10]) {
    for (const maxSurge of [0, 1, 3]) {
      for (const maxUnavailable of [0, 1, 2]) {
        if (maxSurge + maxUnavailable === 0) continue;
        const rollout: Rollout = {
          want,
          maxSurge,
          maxUnavailable,
          now: { replicas: 0, available: 0 },
          olds: [{ replicas: want, available: want }],
        };
        const seen = roll(rollout);
        expect(Math.max(...seen.map(step => step.total))).toBeLessThanOrEqual(want + maxSurge);
        const least = Math.min(...seen.map(step => step.available));
        expect(least).toBeGreaterThanOrEqual(want - maxUnavailable);
        expect(rollout.now).toEqual({ replicas: want, available: want });
        expect(rollout.olds).toEqual([{ replicas: 0, available: 0 }]);
      }
    }
  }
});

it('keeps the old pods that must serve while the new ones do not come up', () => {
  const rollout: Rollout = {
    want: 4,
    maxSurge: 1,
    maxUnavailable: 1,
    now: { replicas: 0, available: 0 },
    olds: [{ replicas: 4, available: 4 }],
  };
  roll(rollout, false);
  expect(rollout.now).toEqual({ replicas: 2, available: 0 });
  expect(rollout.olds).toEqual([{ replicas: 3, available: 3 }]);
});

it('removes broken old pods before good ones', () => {
  const step = nextStep({
    want: 2,
    maxSurge: 1,
    maxUnavailable: 0,
    now: { replicas: 1, available: 1 },
    olds: [
      { replicas: 1, available: 1 },
      { replicas: 1, available: 0 },
    ],
  });
  expect(step).toEqual({ now: 1, olds: [1, 0] });
});

it('keeps even broken old pods while the new ones do not serve yet', () => {
  const olds = [{ replicas: 2, available: 1 }];
  const now = { replicas: 1, available: 0 };
  expect(nextStep({ want: 2, maxSurge: 1, maxUnavailable: 0, now, olds })).toEqual({
    now: 1,
    olds: [2],
  });
});

it('follows a smaller wish at once', () => {
  const now = { replicas: 5, available: 5 };
  expect(nextStep({ want: 2, maxSurge: 1, maxUnavailable: 0, now, olds: [] })).toEqual({
    now: 2,
    olds: [],
  });
});
