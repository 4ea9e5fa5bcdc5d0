import { describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { useBrowser } from './session.ts';

const { open } = useBrowser();

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
    await page.keyboard.press('r');
    await flux.plan.waitFor();
    // The plan has the focus, and a key of the page does nothing in it.
    expect(await flux.plan.evaluate(plan => plan.contains(document.activeElement))).toBe(true);
    await flux.plan.getByRole('button', { name: 'Reconcile' }).focus();
    await page.keyboard.press('Enter');
    await flux.plan
      .getByText(/Ready at flux@[0-9a-f]{7}/)
      .first()
      .waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await flux.plan.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
