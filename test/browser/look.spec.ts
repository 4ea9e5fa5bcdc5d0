import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { lookOver } from './lookOver.ts';
import { useBrowser } from './session.ts';

const { open } = useBrowser();
const results = resolve(import.meta.dirname, '../.results');

beforeAll(async () => {
  await mkdir(results, { recursive: true });
});

const places = {
  overview: '/c/noah/lumen/overview',
  kustomizations: pathOf('Kustomization'),
  sources: pathOf('GitRepository'),
  controllers: '/c/noah/lumen/controllers',
  kustomization: pathOf('Kustomization', 'apps'),
  source: pathOf('GitRepository', 'flux-system'),
};

const looks = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

describe.each(looks)('in %s at %i px', (colorScheme, width) => {
  it.each(Object.entries(places))('%s has no fault that axe can find', async (name, path) => {
    const { page, complaints } = await open(path, { colorScheme, width });
    const flux = new FluxPages(page);
    await flux.rows
      .first()
      .or(page.getByRole('heading', { level: 1 }))
      .first()
      .waitFor();
    await page.getByRole('status').getByText('live', { exact: true }).waitFor();
    await page.screenshot({ path: join(results, `${name}-${colorScheme}-${width}.png`) });
    await lookOver(page);
    expect(complaints).toEqual([]);
  });
});
