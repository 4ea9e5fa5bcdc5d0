import { describe, expect, it } from 'vitest';
import { handClock } from '../../../test/doubles/handClock.ts';
import { kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { toRef } from '../../core/kubernetes/ref.ts';
import { createObjectFeed } from './objectFeed.ts';

describe('the feed of the graph', () => {
  it('keeps the order, in pieces of half a frame, and tells once when all is in', async () => {
    const { clock, pass } = handClock();
    let spent = 0;
    const done: string[] = [];
    let drained = 0;
    const feed = createObjectFeed(
      {
        // Each takes three milliseconds.
        set: object => void (done.push(`+${object.metadata.name}`), (spent += 3)),
        delete: ref => void (done.push(`-${ref.name}`), (spent += 3)),
      },
      { ...clock, now: () => clock.now() + spent },
      () => (drained += 1)
    );
    for (const name of ['a', 'b', 'c', 'd']) feed.set(kustomization(name));
    feed.delete(toRef(kustomization('b')));
    expect([done, feed.isDrained]).toEqual([[], false]);
    await pass(0);
    expect([done, drained]).toEqual([['+a', '+b', '+c'], 0]);
    await pass(0);
    expect([done, drained, feed.isDrained]).toEqual([['+a', '+b', '+c', '+d', '-b'], 1, true]);
  });
});
