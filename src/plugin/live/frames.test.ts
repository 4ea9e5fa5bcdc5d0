import { expect, it, vi } from 'vitest';
import { createSignal } from './frames.ts';

/** A signal whose frames come when the test says so, and whose listener takes 10 ms. */
function signal() {
  vi.useFakeTimers({ toFake: ['performance'] });
  const waits: number[] = [];
  let due: (() => void) | undefined;
  let heard = 0;
  const { mark, subscribe } = createSignal((callback, wait) => {
    waits.push(wait);
    due = callback;
    return () => (due = undefined);
  });
  subscribe(() => {
    heard += 1;
    vi.advanceTimersByTime(10);
  });
  return {
    mark,
    waits,
    heard: () => heard,
    async frame() {
      due?.();
      await Promise.resolve();
    },
  };
}

it('is told once a frame, and of more of the same after a rest', async () => {
  const { mark, waits, heard, frame } = signal();
  mark();
  mark();
  await frame();
  expect([heard(), waits]).toEqual([1, [0]]);
  vi.advanceTimersByTime(15);
  mark(true);
  mark(true);
  expect(waits).toEqual([0, 25]);
  await frame();
  vi.advanceTimersByTime(40);
  mark(true);
  expect([heard(), waits]).toEqual([2, [0, 25, 0]]);
  vi.useRealTimers();
});

it('does not rest from anything else', async () => {
  const { mark, waits, heard, frame } = signal();
  mark();
  await frame();
  mark(true);
  mark();
  mark();
  mark(true);
  expect(waits).toEqual([0, 40, 0]);
  await frame();
  expect(heard()).toBe(2);
  vi.useRealTimers();
});
