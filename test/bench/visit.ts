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
  destination: Destination,
  { count, idleFor }: { count: number; idleFor: number }
): Promise<Visit> {
  const requests: string[] = [];
  const note = (method: string, address: string) => {
    const [, asked] = /\/clusters\/[^/]+(\/.*)/.exec(address) ?? [];
    if (asked) requests.push(`${method} ${asked}`);
  };
  page.on('request', request => note(request.method(), request.url()));
  page.on('websocket', socket => note('WATCH', socket.url()));
  await open(page, url);
  const host = await go(page, toEmpty);
  const went = await go(page, destination, count);
  await page.waitForTimeout(settles);
  const asked = requests.length;
  await page.waitForTimeout(idleFor);
  return {
    begun: went.begun - host.whole,
    whole: went.whole - host.whole,
    heap: await heapOf(page),
    requests: requests.slice(0, asked),
    idle: requests.slice(asked),
  };
}

/**
 * The longest task of the page's thread on that way, in ms; of the one that leaves for the page, without what the host
 * needs. A visit of its own: to be traced takes time.
 */
export async function longestTask(
  page: Page,
  url: string,
  destination: Destination,
  count: number
): Promise<number> {
  await open(page, url);
  const host = await traceTasks(page, () => go(page, toEmpty));
  const went = await traceTasks(page, () => go(page, destination, count));
  const after = went.filter(({ isMarked }) => !isMarked).map(({ duration }) => duration);
  return Math.max(leaving(went) - leaving(host), ...after);
}

/** Requests and sockets of the host itself, which has no plugin but the empty one: their methods and addresses. */
export async function visitNothing(page: Page, url: string): Promise<string[]> {
  const nowhere = { path: emptyPath('three'), isBegun: () => true, isWhole: () => true };
  return (await visit(page, url, nowhere, { count: 0, idleFor: 0 })).requests;
}

const leaving = (tasks: readonly Task[]) => tasks.find(({ isMarked }) => isMarked)?.duration ?? 0;

const isAtTwo = () => document.querySelector('#empty-two') !== null;
const toEmpty: Destination = { path: emptyPath('two'), isBegun: isAtTwo, isWhole: isAtTwo };

async function open(page: Page, url: string) {
  await page.goto(`${url}/c/bench${emptyPath('one')}`);
  await page.locator('#empty-one').waitFor({ state: 'attached' });
  await page.waitForTimeout(settles);
}

const patience = 120_000;

async function go(page: Page, { path, isBegun, isWhole }: Destination, count = 0) {
  const probes = [isBegun, isWhole].map(String);
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
