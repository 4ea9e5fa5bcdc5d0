import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { lookOver } from './lookOver.ts';
import { useBrowser } from './session.ts';
import { useClone } from './useClone.ts';

const { demo, open } = useBrowser();
const results = resolve(import.meta.dirname, '../.results');
const file = 'flux/apps/noah/media/radarr/deployment.yaml';
const inventory = `${pathOf('Kustomization', 'apps')}?tab=inventory`;
const clone = useClone(demo.git, file);

/** Another version of radarr: what Flux makes of it is the page's to tell. */
async function runRadarr(tag: string): Promise<void> {
  await clone.write(file, clone.good(file).replace(/(linuxserver\/radarr):\S+/, `$1:${tag}`));
  await clone.push(`media: radarr ${tag}`);
}

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Inventory' });
const line = (page: Page, text: RegExp) => tree(page).getByRole('row', { name: text });
const lastLines = (page: Page) => tree(page).getByRole('button', { name: 'last log lines' });

beforeAll(() => mkdir(results, { recursive: true }));

describe('a push that makes a container crash', () => {
  it('is three clicks from its Kustomization to the last lines that it wrote', async () => {
    const { page, complaints } = await open(pathOf('Kustomization'));
    const flux = new FluxPages(page);
    await flux.row('apps').waitFor();
    await runRadarr('6.0.4');
    await flux.row('apps').getByRole('link', { name: 'apps' }).click();
    await page.getByRole('tab', { name: /^Inventory/ }).click();
    await line(page, /Pod radarr-.*radarr: CrashLoopBackOff/).waitFor();
    await lastLines(page).first().click();
    await tree(page)
      .getByText(/EPIC FAIL! database disk image is malformed/)
      .waitFor();
    await tree(page)
      .getByText(/of the run before, which ended/)
      .waitFor();
    await page.screenshot({ path: join(results, 'log-light-1280.png') });
    expect(complaints).toEqual([]);
  });

  it('leads on to the whole log in Headlamp', async () => {
    const { page } = await open(inventory);
    await lastLines(page).first().click();
    await tree(page).getByRole('link', { name: 'open logs' }).click();
    await page.waitForURL(/\/c\/noah\/pods\/media\/radarr-/);
    await page
      .getByText(/Logs: radarr-/)
      .first()
      .waitFor();
  });

  it('is walked to by arrows alone, and left again', async () => {
    const { page } = await open(inventory);
    await lastLines(page).first().waitFor();
    await page.getByRole('button', { name: /^Not checked/ }).focus();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toMatch(/Deployment/);
    // Past the Deployment, its ReplicaSet and its Pod; an older ReplicaSet may still be among them.
    for (let step = 0; step < 10 && !/last log lines/.test(await focused()); step += 1) {
      await page.keyboard.press('ArrowDown');
    }
    expect(await focused()).toMatch(/last log lines/);
    await page.keyboard.press('ArrowRight');
    await tree(page)
      .getByText(/EPIC FAIL/)
      .waitFor();
    await page.keyboard.press('ArrowLeft');
    await tree(page)
      .getByText(/EPIC FAIL/)
      .waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toMatch(/Pod radarr-/);
  });

  it('is among the events, by object and reason', async () => {
    const { page, complaints } = await open(`${pathOf('Kustomization', 'apps')}?tab=events`);
    const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
    const backOff = events.filter({ hasText: /Pod media\/radarr-/ }).filter({ hasText: 'BackOff' });
    await backOff.first().waitFor();
    await page.getByRole('button', { name: /^\d+ warnings?$/ }).click();
    await backOff.first().waitFor();
    expect(new URL(page.url()).searchParams.get('events')).toBe('warnings');
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('shows no fault that axe can find in %s at %i px', async (colorScheme, width) => {
    const { page } = await open(inventory, { colorScheme, width });
    await lastLines(page).first().click();
    await tree(page)
      .getByText(/EPIC FAIL/)
      .waitFor();
    await page.screenshot({ path: join(results, `inventory-${colorScheme}-${width}.png`) });
    await lookOver(page);
    for (const tab of ['Events', 'Summary']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel', { name: tab }).waitFor();
      await page.screenshot({
        path: join(results, `${tab.toLowerCase()}-${colorScheme}-${width}.png`),
      });
      await lookOver(page);
    }
  });
});

describe('a push of an image that nobody has', () => {
  it('has no log, and says why where it would be', async () => {
    const { page } = await open(inventory, { expected: [/^400 .*\/pods\/radarr-.*\/log$/] });
    await runRadarr('6.0.99');
    await line(page, /Pod radarr-.*(ErrImagePull|ImagePullBackOff)/).waitFor();
    await lastLines(page).first().click();
    await tree(page)
      .getByText(/There is nothing to read: .*waiting to start/)
      .waitFor();
  });
});
