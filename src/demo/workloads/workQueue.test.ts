import { expect, it } from 'vitest';
import { createWorkQueue } from './workQueue.ts';

const later = () => new Promise(resolve => setTimeout(resolve, 5));

it('works on a key once for a burst of changes, and once more for changes meanwhile', async () => {
  const worked: string[] = [];
  const queue = createWorkQueue({
    async work(key) {
      worked.push(key);
      await later();
    },
  });
  for (let count = 0; count < 10; count += 1) queue.add('a');
  queue.add('b');
  await expect.poll(() => worked.length).toBe(2);
  queue.add('a');
  await expect.poll(() => [...worked].sort()).toEqual(['a', 'a', 'b']);
  await queue.close();
});

it('works on no more keys at once than it may, and never on one twice at once', async () => {
  let running = 0;
  let most = 0;
  let done = 0;
  const busy = new Set<string>();
  const queue = createWorkQueue({
    concurrency: 3,
    async work(key) {
      expect(busy.has(key)).toBe(false);
      busy.add(key);
      running += 1;
      most = Math.max(most, running);
      await later();
      running -= 1;
      busy.delete(key);
      done += 1;
    },
  });
  for (let count = 0; count < 20; count += 1) queue.add(String(count));
  await expect.poll(() => done).toBe(20);
  expect(most).toBe(3);
  await queue.close();
});

it('tries a key again that failed, and comes back when work asks for it', async () => {
  const times: string[] = [];
  const lines: string[] = [];
  const queue = createWorkQueue({
    log: line => lines.push(line),
    async work(key) {
      times.push(key);
      if (times.length === 1) throw new Error('not now');
      if (times.length === 2) return 5;
    },
  });
  queue.add('a');
  await expect.poll(() => times).toEqual(['a', 'a', 'a']);
  expect(lines).toEqual(['a: not now']);
  await queue.close();
});

it('waits for what runs when it closes, and does nothing after', async () => {
  let ended = false;
  const queue = createWorkQueue({
    async work() {
      await later();
      ended = true;
      return 1;
    },
  });
  queue.add('a');
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  await queue.close();
  expect(ended).toBe(true);
});
