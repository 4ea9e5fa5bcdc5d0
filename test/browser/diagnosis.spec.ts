import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from './fluxPages.ts';
import { lookOver } from './lookOver.ts';
import { useBrowser } from './session.ts';
import { useClone } from './useClone.ts';

const { demo, open } = useBrowser();
const overview = '/c/noah/lumen/overview';
const results = resolve(import.meta.dirname, '../.results');
const files = {
  ollama: 'flux/apps/noah/ai/ollama/deployment.yaml',
  radarr: 'flux/apps/noah/media/radarr/deployment.yaml',
};

const isWell = (page: Page) => page.getByText(/^Nothing is broken/).first();
const causes = (page: Page) =>
  page.getByRole('list', { name: 'What needs attention' }).getByRole('listitem');

const clone = useClone(demo.git, ...Object.values(files));

beforeAll(() => mkdir(results, { recursive: true }));

describe('a push that cannot be built', () => {
  it('is one cause on the overview, with file and line, what it came with, and Markdown to copy', async () => {
    const { page, context, complaints } = await open(overview);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await isWell(page).waitFor();
    const subject = `ai: Break ollama ${Date.now()}`;
    await clone.write(files.ollama, clone.good(files.ollama).replace('replicas: 1', 'replicas: ['));
    await clone.push(subject);

    const cause = causes(page).filter({ hasText: 'Kustomization flux-system/apps' });
    const words = new RegExp(`YAML error in ${files.ollama}, line \\d+`);
    await cause.getByText(words).waitFor();
    await cause.getByText(subject).waitFor();
    await page.getByText(/^1 thing is broken/).waitFor();
    expect(await causes(page).count()).toBe(1);
    await cause.getByRole('link', { name: /^What changed/ }).waitFor();

    await cause.getByRole('button', { name: /Copy what is known/ }).click();
    await cause.getByText('Copied').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\*\*\[Kustomization\/flux-system\/apps\]\(http/);
    expect(copied).toContain('Seen in [Kustomization/flux-system/apps]');
    expect(copied).toContain('kubectl -n flux-system describe kustomizations apps');
    expect(complaints).toEqual([]);
  });
});

describe('a push of an image that crashes', () => {
  beforeAll(async () => {
    await clone.write(files.ollama, clone.good(files.ollama));
    const crashing = clone.good(files.radarr).replace(/radarr:\S+/, 'radarr:6.0.4');
    await clone.write(files.radarr, crashing);
    await clone.push('media: radarr 6.0.4');
  });

  it('is named by its container, and leads from what waits for it to the pod and the command', async () => {
    const { page, complaints } = await open(overview);
    const cause = causes(page).filter({ hasText: 'Deployment media/radarr' });
    await cause.getByText(/container radarr ends with exit code 1/).waitFor();
    await page.getByText('Kustomization flux-system/apps').waitFor({ state: 'detached' });
    await cause.getByRole('link', { name: 'Why Deployment/media/radarr is not ready' }).click();

    const why = page.getByRole('region', { name: 'Why' });
    const links = why.getByRole('listitem');
    await links.filter({ hasText: /^↳?Pod media\/radarr-/ }).waitFor();
    const names = await links
      .getByRole('link')
      .evaluateAll(all =>
        all.map(link => link.textContent ?? '').filter(text => text.includes('/'))
      );
    expect(names.slice(0, 2)).toEqual([
      'Kustomization flux-system/apps',
      'Deployment media/radarr',
    ]);
    await why.getByText(/kubectl -n media logs radarr-\S+ -c radarr --previous/).waitFor();
    await page.screenshot({ path: join(results, 'why-light-1280.png') });
    expect(complaints).toEqual([]);
  });

  it('leads with one click to the last lines of the container that ended', async () => {
    const { page, complaints } = await open(overview);
    const cause = causes(page).filter({ hasText: 'Deployment media/radarr' });
    await cause.getByText(/exit code 1/).waitFor();
    await cause.getByRole('link', { name: 'Logs of Deployment/media/radarr' }).click();
    const lines = page.getByRole('treegrid', { name: 'Inventory' }).getByText(/EPIC FAIL/);
    await lines.waitFor();
    // All of it stands in the address: whoever is sent it sees the same.
    await page.reload();
    await lines.waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 390, 844],
    ['dark', 390, 844],
  ] as const)(
    'has no fault that axe can find in %s at %i px',
    async (colorScheme, width, height) => {
      const { page } = await open(overview, { colorScheme, width, height });
      const cause = causes(page).filter({ hasText: 'Deployment media/radarr' });
      await cause.getByText(/exit code 1/).waitFor();
      const first = cause.getByRole('link', { name: /^What changed/ });
      await first.waitFor();
      await page.screenshot({ path: join(results, `broken-${colorScheme}-${width}.png`) });
      await lookOver(page);
      // The verdict, the first cause and its action are seen without scrolling.
      const box = await first.boundingBox();
      expect(box && box.y + box.height).toBeLessThan(height);
    }
  );

  it('is gone when it is mended', async () => {
    const { page } = await open(overview);
    await causes(page).first().waitFor();
    await clone.write(files.radarr, clone.good(files.radarr));
    await clone.push('media: Back to the radarr that works');
    await isWell(page).waitFor();
    expect(await causes(page).count()).toBe(0);
  });
});

describe('a list', () => {
  it('says in its second line what is broken below', async () => {
    await clone.write(
      files.radarr,
      clone.good(files.radarr).replace(/radarr:\S+/, 'radarr:6.0.999')
    );
    await clone.push('media: radarr 6.0.999');
    const { page } = await open(pathOf('Kustomization'));
    await page
      .getByText(/Deployment media\/radarr: image \S+:6\.0\.999 cannot be pulled/)
      .first()
      .waitFor();
  });
});
