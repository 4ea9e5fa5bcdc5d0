import type { Page } from 'playwright-core';
import { emptyPath } from './emptyPlugin.ts';
import { setMark, type Task, traceTasks } from './taskTrace.ts';

/** A page of a plugin, and how a person sees how far it is. The functions run in the page, at every frame. */
export interface Destination {
  path: string;
  /** Something that is true of the cluster is on the screen. */
  isBegun: (count: number) => boolean;
  /** All of it is. */
  isWhole: (count: number) => boolean;
}

/** What it cost to go from an empty page of the host to a page of a plugin. */
export interface Visit {
  /** ms, without what the host needs to go from one empty page to another. */
  begun: number;
  whole: number;
  /** The longest task of the page's thread, in ms; of the one that leaves for the page, without what the host needs. */
  longest: number;
  /** MB of JavaScript's heap, once all is there and what is not needed has been collected. */
  heap: number;
  /** Requests and sockets to the cluster since the host was opened: their methods and addresses. */
  requests: string[];
  /** Of them, those that came while nothing changed. */
  idle: string[];
}

const settles = 2000;

/** Opens the host on an empty page, as if a person was there already, and goes to the page from there. */
export async function visit(
  page: Page,
  url: string,
  { path, isBegun, isWhole }: Destination,
  { count, idleFor }: { count: number; idleFor: number }
): Promise<Visit> {
  const requests: string[] = [];
  const note = (method: string, address: string) => {
    const [, asked] = /\/clusters\/[^/]+(\/.*)/.exec(address) ?? [];
    if (asked) requests.push(`${method} ${asked}`);
  };
  page.on('request', request => note(request.method(), request.url()));
  page.on('websocket', socket => note('WATCH', socket.url()));
  await page.goto(`${url}/c/bench${emptyPath('one')}`);
  await page.locator('#empty-one').waitFor({ state: 'attached' });
  await page.waitForTimeout(settles);
  const isAtTwo = "() => document.querySelector('#empty-two') !== null";
  const host = await go(page, emptyPath('two'), [isAtTwo, isAtTwo], count);
  const went = await go(page, path, [String(isBegun), String(isWhole)], count);
  await page.waitForTimeout(settles);
  const asked = requests.length;
  await page.waitForTimeout(idleFor);
  return {
    begun: went.begun - host.whole,
    whole: went.whole - host.whole,
    longest: Math.max(leaving(went.tasks) - leaving(host.tasks), longestAfter(went.tasks)),
    heap: await heapOf(page),
    requests: requests.slice(0, asked),
    idle: requests.slice(asked),
  };
}

/** Requests and sockets of the host itself, which has no plugin but the empty one: their methods and addresses. */
export async function visitNothing(page: Page, url: string): Promise<string[]> {
  const nowhere = { path: emptyPath('three'), isBegun: () => true, isWhole: () => true };
  return (await visit(page, url, nowhere, { count: 0, idleFor: 0 })).requests;
}

const leaving = (tasks: readonly Task[]) => tasks.find(({ isMarked }) => isMarked)?.duration ?? 0;

const longestAfter = (tasks: readonly Task[]) =>
  tasks.reduce((most, { isMarked, duration }) => (isMarked ? most : Math.max(most, duration)), 0);

const patience = 120_000;

async function go(page: Page, path: string, probes: [string, string], count: number) {
  const { tasks, value } = await traceTasks(page, () => leave(page, path, probes, count));
  return { ...value, tasks };
}

async function leave(page: Page, path: string, probes: [string, string], count: number) {
  return page.evaluate(
    ({ path, probes, count, patience, setMark }) => {
      const [isBegun, isWhole] = probes.map(
        text => new Function(`return (${text})(${count})`) as () => boolean
      );
      return new Promise<{ begun: number; whole: number }>((resolve, reject) => {
        let start = 0;
        let begun = 0;
        // In a task of its own, that holds nothing of what asked for it.
        setTimeout(() => {
          start = performance.now();
          new Function(setMark)();
          history.pushState({}, '', `/c/bench${path}`);
          window.dispatchEvent(new PopStateEvent('popstate'));
          requestAnimationFrame(frame);
        });
        const frame = () => {
          const passed = performance.now() - start;
          if (!begun && isBegun?.()) begun = passed;
          if (isWhole?.()) {
            // What follows the last change is part of it.
            setTimeout(() => resolve({ begun: begun || passed, whole: passed }), 500);
          } else if (passed > patience) {
            reject(new Error(`${path} was not whole within ${patience / 1000} s`));
          } else requestAnimationFrame(frame);
        };
      });
    },
    { path, probes, count, patience, setMark }
  );
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}
