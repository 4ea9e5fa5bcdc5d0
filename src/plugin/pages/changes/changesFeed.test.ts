import { describe, expect, it } from 'vitest';
import {
  objectLine,
  rendered,
  toPieces,
  toStream,
} from '../../../../test/fixtures/changeStream.ts';
import type { SidecarRefusal } from '../../live/views.ts';
import type { ask as askWorker } from '../../worker/ask.ts';
import { createJobs } from '../../worker/jobs.ts';
import { type FeedState, startFeed } from './changesFeed.ts';

const lines = Array.from({ length: 40 }, (_, at) =>
  objectLine(undefined, rendered('v1', 'ConfigMap', `c${at}`, { data: { a: 'x'.repeat(100) } }))
);
const stream = toStream(lines);

/** A worker that answers when told to, and what it was asked. */
function createWorker() {
  const jobs = createJobs();
  const asked: string[] = [];
  const held: (() => void)[] = [];
  let isHeld = false;
  const ask = ((job: 'read' | 'finish' | 'close', input: never) => {
    asked.push(job);
    const answer = jobs[job](input);
    return new Promise<unknown>(resolve => {
      if (isHeld) held.push(() => resolve(answer));
      else resolve(answer);
    });
  }) as typeof askWorker;
  return {
    ask,
    asked,
    hold: () => (isHeld = true),
    release() {
      isHeld = false;
      for (const resolve of held.splice(0)) resolve();
    },
  };
}

/** Waits for a state, as a page would see it. */
function until(feed: ReturnType<typeof startFeed>, is: (state: FeedState) => boolean) {
  return new Promise<FeedState>(resolve => {
    const look = () => is(feed.state()) && resolve(feed.state());
    feed.subscribe(look);
    look();
  });
}

async function* pieces(size: number, taken?: { count: number; isLeft: boolean }) {
  try {
    for (const piece of toPieces(stream, size)) {
      if (taken) taken.count += 1;
      yield piece;
    }
  } finally {
    if (taken) taken.isLeft = true;
  }
}

const settle = () => new Promise(resolve => setTimeout(resolve, 20));

describe('a feed', () => {
  it('reads until the whole has come, and says how much it was', async () => {
    const { ask } = createWorker();
    const feed = startFeed({ open: async () => pieces(1000), ask });
    expect(feed.state().phase).toBe('asking');
    const state = await until(feed, ({ phase }) => phase === 'whole');
    expect(state.entries).toHaveLength(40);
    expect(state.bytes).toBe(stream.length);
    expect(state.head?.counts.objects).toBe(40);
    feed.close();
  });

  it('reads the rest once its first rows are seen, and where nobody looks after a while', async () => {
    const { ask, asked } = createWorker();
    const seen = startFeed({ open: async () => pieces(1000), ask });
    const { entries } = await until(seen, state => state.entries.length > 0);
    await settle();
    expect([entries.length < 40, asked]).toEqual([true, ['read']]);
    seen.seen();
    await until(seen, ({ phase }) => phase === 'whole');
    seen.close();
    const unseen = startFeed({ open: async () => pieces(1000), ask });
    expect((await until(unseen, ({ phase }) => phase === 'whole')).entries).toHaveLength(40);
    unseen.close();
  });

  it('keeps what had come when it is cancelled, and ends the request', async () => {
    const { ask } = createWorker();
    let signal: AbortSignal | undefined;
    const feed = startFeed({
      async open(given) {
        signal = given;
        return (async function* () {
          yield new TextEncoder().encode(stream.slice(0, stream.length / 2));
          await new Promise(() => {});
        })();
      },
      ask,
    });
    const { entries } = await until(feed, state => state.entries.length > 0);
    feed.cancel();
    expect(feed.state()).toMatchObject({ phase: 'cancelled', entries });
    expect(signal?.aborted).toBe(true);
    feed.close();
  });

  it('lets the worker forget it when it is closed, and the stream end', async () => {
    const { ask, asked } = createWorker();
    const taken = { count: 0, isLeft: false };
    const feed = startFeed({ open: async () => pieces(50, taken), ask });
    await until(feed, state => state.entries.length > 0);
    feed.close();
    await settle();
    expect(asked.at(-1)).toBe('close');
    expect(taken.isLeft).toBe(true);
    expect(asked).not.toContain('finish');
  });

  it('tells a refusal, and an error before anything came', async () => {
    const { ask } = createWorker();
    const refusal: SidecarRefusal = { state: 'absent' };
    const refused = startFeed({ open: async () => refusal, ask });
    expect(await until(refused, ({ phase }) => phase === 'refused')).toMatchObject({ refusal });
    const broken = startFeed({ open: () => Promise.reject(new Error('no way')), ask });
    expect(await until(broken, ({ phase }) => phase === 'refused')).toMatchObject({
      refusal: { state: 'failed', message: 'no way' },
    });
  });
});
