import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
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
  /** Failed requests that the test provokes, as `403 /path`. */
  expected?: RegExp[];
}

/** What every spec has: the demo, and browsers for people to sit at, closed after the file. */
export function useBrowser(rules?: string): {
  demo: Demo;
  open(path: string, manner?: Manner): Promise<Person>;
} {
  const demo = inject('demo');
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await findChromium(), args: flags(rules) });
  }, 60_000);

  afterAll(async () => {
    await Promise.all(contexts.map(context => context.close()));
    await browser?.close();
  });

  return {
    demo,
    async open(path, manner = {}) {
      const { user = 'admin', colorScheme = 'light', width = 1280, height = 800 } = manner;
      const ui = manner.ui ?? demo.ui;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const complaints = listen(page, manner.expected ?? []);
      if (user !== 'admin') await signIn(context, ui, await tokenOf(demo, user));
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

/** Requests of Headlamp's own pages for kinds that a cluster need not have. */
const alwaysExpected = [/^404 .*\/apis\/(gateway\.networking|metrics|jobset|leaderworkerset)/];

function listen(page: Page, expected: RegExp[]): string[] {
  const complaints: string[] = [];
  const known = [...alwaysExpected, ...expected];
  page.on('response', response => {
    if (response.status() < 400) return;
    const line = `${response.status()} ${new URL(response.url()).pathname}`;
    if (!known.some(pattern => pattern.test(line))) complaints.push(line);
  });
  page.on('pageerror', error => complaints.push(`error: ${error.stack ?? error.message}`));
  page.on('console', message => {
    if (message.type() !== 'error') return;
    // Chromium says each failed request a second time, without its status.
    if (message.text().startsWith('Failed to load resource')) return;
    complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  return complaints;
}
