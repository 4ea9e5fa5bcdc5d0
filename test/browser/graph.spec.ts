import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from './fluxPages.ts';
import { lookOver } from './lookOver.ts';
import { useBrowser } from './session.ts';

const { open } = useBrowser();
const path = '/c/noah/lumen/graph';
const results = resolve(import.meta.dirname, '../.results');

beforeAll(async () => {
  await mkdir(results, { recursive: true });
});

const graphOf = (page: Page) => page.getByRole('group', { name: /^Graph of \d/ });
const boxOf = (page: Page, name: RegExp) => graphOf(page).getByRole('button', { name }).first();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const live = (page: Page) => page.getByRole('status').getByText('live', { exact: true }).waitFor();
/** Everything has been read: nothing moves any more by itself. */
const settled = (page: Page) => page.locator('[role="group"][aria-busy="false"]').waitFor();

describe('the graph', () => {
  it('leads from a source to what its Kustomizations applied, and tells of one of them beside it', async () => {
    const { page, complaints } = await open(path);
    await boxOf(page, /infra/).click();
    const panel = page.getByRole('complementary', { name: 'infra, chosen in the graph' });
    await panel.getByText('Needs', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toBe('Kustomization/flux-system/infra');
    await panel.getByRole('button', { name: /^Show its \d+ objects$/ }).click();
    await panel.getByRole('button', { name: /^Hide its \d+ objects$/ }).waitFor();
    await panel.getByRole('button', { name: 'Show only its reach' }).click();
    await page.getByRole('button', { name: 'whole cluster' }).waitFor();
    expect(new URL(page.url()).searchParams.get('of')).toBe('Kustomization/flux-system/infra');
    await page.goBack();
    await boxOf(page, /apps/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is not seen before it is placed', async () => {
    const { page } = await open(path);
    await page.addInitScript(() => {
      const frames: boolean[] = [];
      const look = () => {
        const box = document.querySelector('.is-moving [data-box]');
        if (box) frames.push(box.checkVisibility({ visibilityProperty: true }));
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      Object.assign(window, { frames });
    });
    await page.reload();
    await boxOf(page, /infra/).waitFor();
    const frames = await page.evaluate(() => (window as unknown as { frames: boolean[] }).frames);
    expect([...new Set(frames)]).toEqual([false]);
  });

  it('shows whoever follows a link the namespaces that are chosen in it', async () => {
    const { page } = await open(`${path}?namespace=media`, { isNew: true });
    await page.getByText(/are in namespaces that Headlamp's filter leaves out/).waitFor();
    await page.keyboard.press('t');
    const params = () => Object.fromEntries(new URL(page.url()).searchParams);
    await expect.poll(params).toEqual({ namespace: 'media', view: 'table' });
  });

  it('is one Tab stop with arrows inside, and Enter opens the object', async () => {
    const { page } = await open(path);
    await boxOf(page, /infra/).waitFor();
    await live(page);
    expect(await graphOf(page).locator('[tabindex="0"]').count()).toBe(1);
    await graphOf(page).locator('[tabindex="0"]').focus();
    const first = await focused(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(page)).not.toBe(first);
    await page.keyboard.press('Enter');
    await page.waitForURL(url => !url.pathname.endsWith('/graph'));
  });

  it('is moved by a drag and by a wheel, and a drag chooses nothing', async () => {
    const { page } = await open(path);
    const box = boxOf(page, /infra/);
    await box.waitFor();
    await live(page);
    await settled(page);
    const before = await box.boundingBox();
    const at = { x: (before?.x ?? 0) + 20, y: (before?.y ?? 0) + 10 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 40, at.y + 60, { steps: 4 });
    await page.mouse.up();
    const dragged = { x: (before?.x ?? 0) + 40, y: (before?.y ?? 0) + 60 };
    await expect.poll(() => box.boundingBox()).toMatchObject(dragged);
    expect(new URL(page.url()).search).toBe('');
    await page.mouse.wheel(0, 30);
    await expect.poll(async () => (await box.boundingBox())?.y).toBe(dragged.y - 30);
  });

  it('has a table with the same objects one key away, and the table first on a phone', async () => {
    const { page } = await open(path);
    await boxOf(page, /infra/).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('grid', { name: 'Objects of the graph' }).waitFor();
    const phone = await open(path, { width: 390 });
    await phone.page.getByRole('grid', { name: 'Objects of the graph' }).waitFor();
  });

  it('closes with Escape what a row of its table has opened, and goes on from that row', async () => {
    const { page } = await open(`${path}?view=table`);
    const grid = page.getByRole('grid', { name: 'Objects of the graph' });
    const row = grid.getByRole('row', { name: /infra ?Kustomization/ }).first();
    const panel = page.getByRole('complementary');
    const focusedRow = () =>
      page.evaluate(() => document.activeElement?.closest('[role="row"]')?.textContent ?? '');
    await row.click();
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    const text = (await row.textContent()) ?? '';
    expect(await focusedRow()).toBe(text);
    await row.click();
    await panel.getByRole('button').first().focus();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(focusedRow).toBe(text);
  });

  it('is small on the page of an object, and leads to the others', async () => {
    const { page } = await open(pathOf('Kustomization', 'apps'));
    const reach = page.getByRole('group', { name: 'apps: what it needs, and what needs it' });
    await reach.getByRole('button', { name: /infra/ }).first().click();
    await page.getByRole('heading', { level: 1, name: 'infra' }).waitFor();
  });
});

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('in %s at %i px', (colorScheme, width) => {
  it.each([
    ['graph', ''],
    ['graph-chosen', '?at=Kustomization/flux-system/apps'],
    ['graph-table', '?view=table&at=Kustomization/flux-system/apps'],
    ['graph-of', '?of=Kustomization/flux-system/apps&view=graph'],
  ])('%s has no fault that axe can find', async (name, query) => {
    const { page, complaints } = await open(`${path}${query}`, { colorScheme, width });
    await graphOf(page).or(page.getByRole('grid')).first().waitFor();
    await live(page);
    if ((await graphOf(page).count()) > 0) await settled(page);
    if (query.includes('at=')) await page.getByRole('complementary').waitFor();
    await page.screenshot({ path: join(results, `${name}-${colorScheme}-${width}.png`) });
    await lookOver(page);
    expect(complaints).toEqual([]);
  });
});
