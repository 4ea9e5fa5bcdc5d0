import { describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { useBrowser } from './session.ts';
import { useClone } from './useClone.ts';

const { demo, open } = useBrowser();
const file = 'flux/apps/noah/ai/ollama/deployment.yaml';
const clone = useClone(demo.git, file);

describe('a push', () => {
  it('shows in the row of the GitRepository with its subject and author, without a reload', async () => {
    const { page, complaints } = await open(pathOf('GitRepository'));
    const flux = new FluxPages(page);
    const row = flux.row('flux-system');
    await row.waitFor();
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await clone.write('docs/note.md', `Written at ${new Date().toISOString()}.\n`);
    const subject = `docs: Note ${Date.now()}`;
    const hash = await clone.push(subject, { name: 'Mara Lind', email: 'mara@hdhomelab.com' });
    await row.getByText(`flux@${hash.slice(0, 7)}`).waitFor();
    await row.getByText(subject).waitFor();
    await row.getByText('Mara Lind').waitFor();
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('is applied by the root Kustomization and the layers below it', async () => {
    const { page } = await open(pathOf('Kustomization'));
    const flux = new FluxPages(page);
    await flux.row('flux-system').waitFor();
    const hash = await clone.push('docs: Nothing but a commit');
    for (const name of ['flux-system', 'infra', 'apps']) {
      await flux
        .row(name)
        .getByText(`flux@${hash.slice(0, 7)}`)
        .waitFor();
    }
  });

  it('of broken YAML turns the Kustomization to failing with the file named, and the fix recovers it', async () => {
    const { page } = await open(pathOf('Kustomization'));
    const flux = new FluxPages(page);
    const apps = flux.row('apps');
    await apps.waitFor();
    await clone.write(file, `${clone.good(file)}\nbroken: [\n`);
    await clone.push('flux: Break it');
    try {
      await apps.getByRole('img', { name: 'Failing' }).waitFor();
      await apps
        .getByText(/YAML error in .*deployment\.yaml, line \d+/)
        .first()
        .waitFor();
      await apps.getByRole('link', { name: 'apps' }).click();
      await flux.button('whole message').first().click();
      await page
        .getByText(/yaml: line \d+: .* in File: deployment\.yaml/)
        .first()
        .waitFor();
      await page.goBack();
    } finally {
      await clone.write(file, clone.good(file));
      await clone.push('flux: Mend it');
    }
    await apps.getByRole('img', { name: 'Ready' }).waitFor();
  });
});
