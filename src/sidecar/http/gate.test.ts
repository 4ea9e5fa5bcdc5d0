import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

const nobody = new AbortController().signal;
const isOpen = (place: unknown) => place !== undefined;

describe('createGate', () => {
  it('lets so many in at once, and the next when one has left, in the order that they came', async () => {
    const gate = createGate({ places: 1, waiting: 2, patience: 60_000 });
    const first = await gate.enter(nobody);
    const order: string[] = [];
    const wait = (name: string) =>
      gate.enter(nobody).then(leave => {
        order.push(name);
        return leave;
      });
    const [second, third] = [wait('second'), wait('third')];
    // Beyond those that may wait nobody waits at all.
    const fourth = await gate.enter(nobody);
    first?.();
    (await second)?.();
    (await third)?.();
    expect([isOpen(first), fourth, order]).toEqual([true, undefined, ['second', 'third']]);
  });

  it('forgets who has gone or waited too long, and counts a place that is left twice once', async () => {
    const gate = createGate({ places: 1, waiting: 1, patience: 20 });
    const leave = await gate.enter(nobody);
    const gone = new AbortController();
    const left = gate.enter(gone.signal);
    gone.abort();
    const early = await gate.enter(AbortSignal.abort());
    const late = await gate.enter(nobody);
    leave?.();
    leave?.();
    const [again, more] = [await gate.enter(nobody), await gate.enter(nobody)];
    expect([await left, early, late, isOpen(again), more]).toEqual([
      undefined,
      undefined,
      undefined,
      true,
      undefined,
    ]);
  });
});
