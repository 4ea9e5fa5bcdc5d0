import { describe, expect, it } from 'vitest';
import { type Clock, createWorkQueue, type Next } from './workQueue.ts';

/** A clock that moves when told. */
function createClock(): Clock & { advance(milliseconds: number): void } {
  let time = 0;
  const timers = new Set<{ at: number; then: () => void }>();
  return {
    now: () => time,
    wait(milliseconds, then) {
      const timer = { at: time + milliseconds, then };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(milliseconds) {
      time += milliseconds;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > time || !timers.delete(timer)) continue;
        timer.then();
      }
    },
  };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

function start(work: (key: string, signal: AbortSignal) => Promise<Next>, concurrency = 2) {
  const clock = createClock();
  const errors: [string, number][] = [];
  const onError = (key: string, _error: unknown, after: number) => errors.push([key, after]);
  return { clock, errors, queue: createWorkQueue({ concurrency, work, onError, clock }) };
}

describe('createWorkQueue', () => {
  it('works on one key at a time, and once more for all that came meanwhile', async () => {
    const ends: (() => void)[] = [];
    let runs = 0;
    const { queue } = start(async () => {
      runs++;
      await new Promise<void>(resolve => ends.push(resolve));
      return undefined;
    });
    queue.add('a');
    await settle();
    queue.add('a');
    queue.add('a');
    await settle();
    const before = runs;
    ends.shift()?.();
    await settle();
    ends.shift()?.();
    await settle();
    expect([before, runs]).toEqual([1, 2]);
  });

  it('works on no more keys at a time than it may', async () => {
    const ends = new Map<string, () => void>();
    const { queue } = start(async key => {
      await new Promise<void>(resolve => ends.set(key, resolve));
      return undefined;
    });
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settle();
    const first = [...ends.keys()];
    ends.get('b')?.();
    await settle();
    expect([first, [...ends.keys()]]).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it('looks again after the time asked for, and an earlier look replaces that', async () => {
    const times: number[] = [];
    const { clock, queue } = start(async () => {
      times.push(clock.now());
      return { after: 1000 };
    });
    queue.add('a');
    await settle();
    clock.advance(400);
    queue.add('a');
    await settle();
    clock.advance(700);
    await settle();
    clock.advance(400);
    await settle();
    expect(times).toEqual([0, 400, 1500]);
  });

  it('backs off further with each failure, and forgets them with a success', async () => {
    let fails = true;
    const { clock, errors, queue } = start(async () => {
      if (fails) throw new Error('no');
      return undefined;
    });
    queue.add('a');
    await settle();
    clock.advance(750);
    await settle();
    clock.advance(1500);
    await settle();
    fails = false;
    clock.advance(3000);
    await settle();
    fails = true;
    queue.add('a');
    await settle();
    expect(errors).toEqual([
      ['a', 750],
      ['a', 1500],
      ['a', 3000],
      ['a', 750],
    ]);
  });

  it('cancels what runs when it is closed, and begins nothing more', async () => {
    const seen: string[] = [];
    const { queue } = start(
      (key, signal) =>
        new Promise((resolve, reject) => {
          seen.push(key);
          signal.addEventListener('abort', () => reject(new Error('cancelled')));
        }),
      1
    );
    queue.add('a');
    queue.add('b');
    await settle();
    await queue.close();
    queue.add('c');
    await settle();
    expect(seen).toEqual(['a']);
  });
});
