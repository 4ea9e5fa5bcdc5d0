import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { findChromium, flags } from './chromium.ts';
import type { Demo } from './startDemo.ts';

export interface Person {
  page: Page;
  context: BrowserContext;
  /** What the console and the network said that nobody expected. */
  complaints: string[];
}

export interface Manner {
  /** Of the demo; `admin` unless told. */
  user?: string;
  colorScheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** The host's address; the demo's unless told. */
  ui?: string;
  /** Failed requests and errors that the test provokes, as `403 /path`. */
  expected?: RegExp[];
  /** A browser that was never here and that nobody else uses: for signing out. */
  isNew?: boolean;
}

/** What every spec has: the demo, and browsers for people to sit at, closed after the file. */
export function useBrowser(rules?: string): {
  demo: Demo;
  open(path: string, manner?: Manner): Promise<Person>;
} {
  const demo = inject('demo');
  let browser: Browser;
  const pages: Page[] = [];
  const contexts = new Map<string, BrowserContext>();

  /** People of one kind share a context, and so a cache: to load Headlamp's UI anew takes seconds. */
  const sitDown = async (ui: string, manner: Manner) => {
    const { user = 'admin', colorScheme = 'light', width = 1280, height = 800, isNew } = manner;
    const key = [ui, user, colorScheme, width, height, isNew ? contexts.size : ''].join();
    const known = contexts.get(key);
    if (known) return known;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      reducedMotion: 'reduce',
    });
    contexts.set(key, context);
    if (user !== 'admin') await signIn(context, ui, await tokenOf(demo, user));
    return context;
  };

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await findChromium(), args: flags(rules) });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  afterEach(async () => {
    await Promise.all(pages.splice(0).map(page => page.close()));
  });

  return {
    demo,
    async open(path, manner = {}) {
      const ui = manner.ui ?? demo.ui;
      const context = await sitDown(ui, manner);
      const page = await context.newPage();
      // A push is fetched, built, applied, run and looked at, on a machine that may have other work.
      page.setDefaultTimeout(90_000);
      const complaints = listen(page, manner.expected ?? []);
      pages.push(page);
      await page.goto(`${ui}${path}`);
      return { page, context, complaints };
    },
  };
}

/** The first visit sets the demo's own user; what is signed in afterwards stays. */
async function signIn(context: BrowserContext, ui: string, token: string): Promise<void> {
  await context.request.get(ui);
  await context.request.post(`${ui}/clusters/noah/set-token`, { data: { token } });
}

export async function tokenOf(demo: Demo, user: string): Promise<string> {
  const file = demo.users[user]?.kubeconfig;
  if (!file) throw new Error(`The demo has no user ${user}.`);
  const access = readKubeconfig(await readFile(file, 'utf8'), { folder: dirname(file) });
  const token = await access.token?.();
  if (!token) throw new Error(`${file} holds no token.`);
  return token;
}

/** What Headlamp's own pages ask of clusters that need not have it, and say about the answer. */
const ofHeadlamp = [
  /^404 .*\/apis\/(gateway\.networking|metrics|jobset|leaderworkerset|apiextensions\.k8s\.io\/v1beta1)/,
  /^console: Unable to parse error json at url: .*\/apis\/metrics/,
];

function listen(page: Page, expected: RegExp[]): string[] {
  const complaints: string[] = [];
  const complain = (line: string) => {
    if (![...ofHeadlamp, ...expected].some(pattern => pattern.test(line))) complaints.push(line);
  };
  page.on('response', response => {
    if (response.status() >= 400)
      complain(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  page.on('pageerror', error => complain(`error: ${error.stack ?? error.message}`));
  page.on('console', message => {
    // Chromium says each failed request a second time, without its status.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    complain(`console: ${message.text()} (${message.location().url})`);
  });
  return complaints;
}
