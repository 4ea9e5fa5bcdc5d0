import { describe, expect, it } from 'vitest';
import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { FluxPages, pathOf } from './fluxPages.ts';
import { tokenOf, useBrowser } from './session.ts';

const { demo, open } = useBrowser();

describe('the plugin in Headlamp', () => {
  it('is loaded as a built file and leads from the sidebar to its overview and lists', async () => {
    // Headlamp's own first page says so when it is left while its sockets open.
    const { page, complaints } = await open('/', { expected: [/WebSocket error/] });
    const flux = new FluxPages(page);
    await flux.sidebar.getByRole('button', { name: 'Flux' }).click();
    await page.getByRole('heading', { name: /Flux/ }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/c/noah/lumen/overview');
    await flux.sidebar.getByRole('button', { name: 'Kustomizations' }).click();
    await flux.row('flux-system').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(fluxKinds.map(({ kind }) => kind))('opens the list of %s by its address', async kind => {
    const { page, complaints } = await open(pathOf(kind));
    const flux = new FluxPages(page);
    // Rows, or the sentence that says why there are none.
    const none = page.getByText(new RegExp(`No ${kind} yet|${kind} is not installed in noah`));
    await flux.rows.first().or(none.first()).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['Kustomization', 'apps'],
    ['GitRepository', 'flux-system'],
    ['Receiver', 'gitea'],
  ] as const)('opens the page of %s %s by its address', async (kind, name) => {
    const { page, complaints } = await open(pathOf(kind, name));
    await page
      .getByRole('heading', { name: new RegExp(name) })
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps the filter of a list in its address', async () => {
    const { page } = await open(pathOf('Kustomization'));
    const flux = new FluxPages(page);
    await flux.row('apps').waitFor();
    await page.getByRole('searchbox').fill('infra');
    await flux.row('apps').waitFor({ state: 'detached' });
    await page.reload();
    await flux.row('infra').waitFor();
    expect(await flux.row('apps').count()).toBe(0);
  });
});

describe('who is signed in', () => {
  it('can sign out to Headlamp’s token page and come back as somebody else', async () => {
    const { page } = await open(pathOf('Kustomization'), {
      isNew: true,
      expected: [/^40[13] /],
    });
    const flux = new FluxPages(page);
    await flux.row('flux-system').waitFor();
    await flux.signOut();
    await page.waitForURL('**/c/noah/token');
    // Signed out is not only looked away from: a page's address leads back here.
    await page.goto(`${demo.ui}${pathOf('Kustomization')}`);
    await page.waitForURL('**/c/noah/token');
    await flux.signIn(await tokenOf(demo, 'viewer'));
    await flux.row('flux-system').waitFor();
    await page.getByRole('button', { name: 'Account of current user' }).click();
    await page.getByText('viewer').waitFor();
  });

  it('never shows a token to the page', async () => {
    const { page, context } = await open(pathOf('Kustomization'));
    await new FluxPages(page).row('flux-system').waitFor();
    const token = await tokenOf(demo, 'admin');
    const seen = await page.evaluate(() =>
      [document.cookie, JSON.stringify(localStorage), document.documentElement.outerHTML].join()
    );
    expect(seen).not.toContain(token);
    const cookies = await context.cookies(`${demo.ui}/clusters/noah/`);
    expect(cookies.filter(({ value }) => value === token)).toMatchObject([
      { name: 'headlamp-auth-noah.0', httpOnly: true, sameSite: 'Strict' },
    ]);
  });
});
