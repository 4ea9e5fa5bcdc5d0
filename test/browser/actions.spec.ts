import { describe, expect, it } from 'vitest';
import { FluxPages, pathOf } from './fluxPages.ts';
import { useBrowser } from './session.ts';

const { open } = useBrowser();
const readyAt = /Ready at flux@[0-9a-f]{7}/;
/** Flux's own objects are for viewers; of what Flux applied, and of what Headlamp's sidebar asks for, some is not. */
const notForViewers = [/^403 (?!.*\.fluxcd\.io\/)/];

describe('actions', () => {
  it('Reconcile shows its plan, then what was requested, handled, and Ready at which revision', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'tuppr-plans'));
    const flux = new FluxPages(page);
    await flux.button('Reconcile').click();
    await flux.plan.getByText('flux reconcile kustomization tuppr-plans').waitFor();
    await flux.plan.getByRole('button', { name: 'Reconcile' }).click();
    await flux.plan.getByText(readyAt).waitFor();
    expect(complaints).toEqual([]);
  });

  it('Suspend asks for the reason and records it, and Resume lifts it', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'tuppr-plans'));
    const flux = new FluxPages(page);
    await flux.button('Suspend').click();
    await flux.plan.getByRole('textbox').fill('database move');
    await flux.plan.getByRole('button', { name: 'Suspend' }).click();
    await flux.plan.getByText('suspended', { exact: true }).waitFor();
    await flux.plan.getByRole('button', { name: 'Close' }).click();
    await page.getByText('database move').first().waitFor();
    await flux.button('Resume').click();
    await flux.plan.getByRole('button', { name: 'Resume' }).click();
    await flux.plan.getByText(readyAt).waitFor();
    await flux.plan.getByRole('button', { name: 'Close' }).click();
    await page.getByText('database move').first().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('are disabled for a viewer, with the missing verb named', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'tuppr-plans'), {
      user: 'viewer',
      expected: notForViewers,
    });
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
