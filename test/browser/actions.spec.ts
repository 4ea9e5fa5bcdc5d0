import { describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { useBrowser } from './session.ts';

const { open } = useBrowser();

describe('actions', () => {
  it('Reconcile shows its plan, then what was requested, handled, and Ready at which revision', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'mon'));
    const flux = new FluxPages(page);
    await flux.button('Reconcile').click();
    await flux.plan.getByText('flux reconcile kustomization mon').waitFor();
    await flux.plan.getByRole('button', { name: 'Reconcile' }).click();
    await flux.plan
      .getByText(/Ready at flux@[0-9a-f]{7}/)
      .first()
      .waitFor({ timeout: 30_000 });
    expect(complaints).toEqual([]);
  });

  it('Suspend asks for the reason and records it, and Resume lifts it', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'tuppr-plans'));
    const flux = new FluxPages(page);
    await flux.button('Suspend').click();
    await flux.plan.getByRole('textbox').fill('database move');
    await flux.plan.getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('database move').first().waitFor();
    await page.getByText('Suspended').first().waitFor();
    await page.keyboard.press('Escape');
    await flux.button('Resume').click();
    await flux.plan.getByRole('button', { name: /Resume/ }).click();
    await page.getByText('Ready', { exact: true }).first().waitFor({ timeout: 30_000 });
    expect(complaints).toEqual([]);
  });

  it('are disabled for a viewer, with the missing verb named', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'mon'), { user: 'viewer' });
    const flux = new FluxPages(page);
    const button = flux.button('Reconcile');
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await page
      .getByText(/patch kustomizations/)
      .first()
      .waitFor({ state: 'attached' });
    expect(complaints).toEqual([]);
  });
});
