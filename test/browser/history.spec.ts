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
const people = {
  mara: { name: 'Mara Lind', email: 'mara@hdhomelab.com' },
  ben: { name: 'Ben Okafor', email: 'ben@hdhomelab.com' },
};
const file = 'flux/apps/noah/ai/ollama/deployment.yaml';
const apps = `${pathOf('Kustomization', 'apps')}?tab=changes`;
const clone = useClone(demo.git, file);

beforeAll(() => mkdir(results, { recursive: true }));

const replicas = (count: number) => clone.good(file).replace(/replicas: \d+/, `replicas: ${count}`);
const short = (hash: string) => `flux@${hash.slice(0, 7)}`;

/** The line of a revision on the tab Changes, once it is there. */
const lineOf = (page: Page, hash: string) =>
  page
    .getByRole('list', { name: 'Revisions' })
    .getByRole('listitem')
    .filter({ hasText: short(hash) });

async function waitUntilApplied(page: Page, hash: string) {
  await lineOf(page, hash)
    .getByText(/^applied/)
    .waitFor();
}

describe('three commits', () => {
  let hashes: string[] = [];

  it('are read as what each changed, who wrote it, and what became of it', async () => {
    const { page, complaints } = await open(apps);
    await page.getByRole('list', { name: 'Revisions' }).waitFor();
    await clone.write(file, replicas(3));
    const first = await clone.push('ai: Run three of ollama', people.mara);
    await waitUntilApplied(page, first);
    await clone.write('docs/note.md', `Written at ${new Date().toISOString()}.\n`);
    const second = await clone.push('docs: A note', people.ben);
    await waitUntilApplied(page, second);
    await clone.write(file, replicas(2));
    const third = await clone.push('ai: Two will do', people.mara);
    await waitUntilApplied(page, third);
    hashes = [first, second, third];

    const says = (hash: string, hasText: RegExp) =>
      lineOf(page, hash).filter({ hasText }).waitFor();
    await says(first, /ai: Run three of ollama ?Mara Lind.*1 changed/);
    await says(second, /docs: A note ?Ben Okafor.*changes nothing here/);
    await says(third, /ai: Two will do ?Mara Lind.*1 changed/);
    await page.getByText(/The ledger goes back to/).waitFor();
    await page.goto(`${demo.ui}${pathOf('Kustomization', 'apps')}`);
    await page.getByRole('tab', { name: 'Changes' }).waitFor();
    await page.keyboard.press('d');
    await lineOf(page, third).waitFor();
    expect(complaints).toEqual([]);
  });

  it('lead to the fields that each changed, and to the file that says so', async () => {
    const { page, complaints } = await open(apps);
    const [, , third = ''] = hashes;
    await lineOf(page, third)
      .getByRole('link', { name: /^1 changed/ })
      .click();
    await page.waitForURL(/\/lumen\/changes\?/);
    await page.getByText('replicas').first().waitFor();
    await page.getByText(file).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('are compared as one where a person picks the first and the last, by keyboard', async () => {
    const { page } = await open(apps);
    const [first = '', , third = ''] = hashes;
    for (const hash of [first, third]) {
      const box = page.getByRole('checkbox', { name: `Choose ${short(hash)} to compare` });
      await box.focus();
      await page.keyboard.press('Space');
    }
    expect(new URL(page.url()).searchParams.get('pick')).toContain(third);
    const between = `What changed between ${short(first)} and ${short(third)}`;
    await page.getByRole('link', { name: between }).click();
    await page.waitForURL(/\/lumen\/changes\?/);
    const query = new URL(page.url()).searchParams;
    expect(query.get('of')).toBe('Kustomization/flux-system/apps');
    expect([query.get('from'), query.get('to')].map(each => each?.slice(-40))).toEqual([
      first,
      third,
    ]);
    await page.getByText('replicas').first().waitFor();
  });

  it('open from the overview and from the list of Kustomizations as what the newest changed', async () => {
    const [, , third = ''] = hashes;
    const { page } = await open(pathOf('Kustomization'));
    const flux = new FluxPages(page);
    const chip = flux.row('apps').getByRole('link', { name: `What ${short(third)} changed` });
    await expect
      .poll(() => chip.getAttribute('href'))
      .toContain('Kustomization%2Fflux-system%2Fapps');
    await page.goto(`${demo.ui}/c/noah/lumen/overview`);
    await page
      .getByRole('link', { name: `What ${short(third)} changed` })
      .first()
      .click();
    await page.waitForURL(/of=GitRepository/);
    await page.getByText('replicas').first().waitFor();
  });
});

describe('a suspended Kustomization', () => {
  it('says what its next revision would change before it is resumed', async () => {
    const { page, complaints } = await open(apps);
    const flux = new FluxPages(page);
    await page.getByRole('list', { name: 'Revisions' }).waitFor();
    await flux.button('Suspend').click();
    await flux.plan.getByRole('button', { name: 'Suspend' }).click();
    await flux.plan.getByText('suspended', { exact: true }).waitFor();
    await flux.plan.getByRole('button', { name: 'Close' }).click();
    try {
      await clone.write(file, replicas(4));
      const hash = await clone.push('ai: Four of ollama', people.ben);
      const pending = page.getByRole('link', { name: '1 behind: what will change' });
      await pending.waitFor();
      await page.getByText('none of this is applied until it is resumed').waitFor();
      await page.getByText('1 object differs').waitFor();
      const [commit] = await page
        .getByRole('list', { name: 'What will change' })
        .getByRole('listitem')
        .all();
      expect(await commit?.textContent()).toMatch(
        new RegExp(`${short(hash)}ai: Four of ollamaBen Okafortouches what this builds`)
      );
      await page.screenshot({ path: join(results, 'pending-light-1280.png') });

      // The plan says so too, before anything is done.
      await flux.button('Resume').click();
      await flux.plan.getByText('1 commit is not applied yet').waitFor();
      await flux.plan.getByText('1 object differs').waitFor();
      await flux.plan.getByRole('button', { name: 'Cancel' }).click();

      await pending.click();
      await page.waitForURL(/from=applied&to=newest/);
      await page.getByText('replicas').first().waitFor();
      await page.getByText(file).first().waitFor();

      await page.goto(`${demo.ui}/c/noah/lumen/overview`);
      await page.getByRole('link', { name: 'what will change from flux-system' }).waitFor();
      await page.goto(`${demo.ui}${pathOf('Kustomization')}`);
      await flux.row('apps').getByRole('link', { name: '1 behind' }).waitFor();
      // Beside the links of the row: a click on one of them follows it.
      await flux.row('apps').click({ position: { x: 6, y: 6 } });
      await page.getByRole('toolbar').getByRole('link', { name: 'What will change' }).waitFor();
      await page.keyboard.press('d');
      await page.waitForURL(/from=applied&to=newest/);
      expect(complaints).toEqual([]);
    } finally {
      await page.goto(`${demo.ui}${apps}`);
      await flux.button('Resume').click();
      await flux.plan.getByRole('button', { name: 'Resume' }).click();
      await flux.plan.getByText(/^Ready at/).waitFor();
      await flux.plan.getByRole('button', { name: 'Close' }).click();
    }
    await page.getByRole('link', { name: /behind/ }).waitFor({ state: 'detached' });
  });
});

describe('a commit that does not build', () => {
  it('is listed as such in the words of the build, and what came with it is the first thing to look at', async () => {
    const { page } = await open(apps);
    await page.getByRole('list', { name: 'Revisions' }).waitFor();
    await clone.write(file, `${clone.good(file)}\nbroken: [\n`);
    const hash = await clone.push('ai: Break it', people.ben);
    try {
      await lineOf(page, hash)
        .getByText(/does not build: .*kustomize build failed/)
        .waitFor();
      // The first thing to do about a cause is to look at what came with it.
      await page.goto(`${demo.ui}/c/noah/lumen/overview`);
      const what = page.getByRole('link', { name: /What changed with the revision of .*apps/ });
      await what.click();
      await page.waitForURL(/of=Kustomization%2Fflux-system%2Fapps/);
    } finally {
      await clone.write(file, clone.good(file));
      await clone.push('ai: Mend it', people.mara);
    }
  });
});

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('in %s at %i px', (colorScheme, width) => {
  it.each([
    ['changes-kustomization', apps],
    ['changes-source', `${pathOf('GitRepository', 'flux-system')}?tab=changes`],
  ])('%s has no fault that axe can find', async (name, path) => {
    const { page, complaints } = await open(path, { colorScheme, width });
    await page.getByRole('list', { name: 'Revisions' }).waitFor();
    await page.screenshot({ path: join(results, `${name}-${colorScheme}-${width}.png`) });
    await lookOver(page);
    expect(complaints).toEqual([]);
  });
});
