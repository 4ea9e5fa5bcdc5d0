import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { useBrowser } from './session.ts';

const { open } = useBrowser();

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < 20; stops++) {
    if (await target.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Twenty Tabs do not reach it.');
}

describe('by keyboard only, at 390 px', () => {
  it('a person finds a Kustomization, opens it and asks for its reconciliation', async () => {
    const { page, complaints } = await open(pathOf('Kustomization'), { width: 390 });
    const flux = new FluxPages(page);
    await flux.row('infra').waitFor();
    await page.keyboard.press('f');
    await page.keyboard.type('infra');
    await flux.row('apps').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/kustomizations/flux-system/infra');
    await page.getByRole('heading', { name: /infra/ }).first().waitFor();
    // Until the cluster has answered whether this user may, the key does nothing.
    await flux.button('Reconcile').and(page.locator(':enabled')).waitFor();
    await page.keyboard.press('r');
    await flux.plan.waitFor();
    await tabTo(page, flux.plan.getByRole('button', { name: 'Reconcile' }));
    await page.keyboard.press('Enter');
    await flux.plan
      .getByText(/Ready at flux@[0-9a-f]{7}/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await flux.plan.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
