import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/demo/host/server/host.ts';
import { FluxPages, pathOf } from './fluxPages.ts';
import { startOwnHost } from './ownHost.ts';
import { useBrowser } from './session.ts';

const { demo, open } = useBrowser('MAP demo.lan 127.0.0.1');
let host: Host;

beforeAll(async () => {
  host = await startOwnHost(demo, { names: ['demo.lan'] });
});

afterAll(() => host?.close());

describe('from plain http on another machine’s name', () => {
  it('lists, live data, actions and copying work without what browsers keep for secure pages', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'tuppr-plans'), {
      ui: `http://demo.lan:${host.port}`,
    });
    const flux = new FluxPages(page);
    await page
      .getByRole('heading', { name: /tuppr-plans/ })
      .first()
      .waitFor();
    expect(await page.evaluate(() => [isSecureContext, 'clipboard' in navigator])).toEqual([
      false,
      false,
    ]);
    await page.getByRole('button', { name: 'Copy the whole revision' }).first().click();
    await page.getByText('copied').first().waitFor();
    await flux.button('Reconcile').click();
    await flux.plan.getByRole('button', { name: 'Reconcile' }).click();
    await flux.plan
      .getByText(/Ready at flux@[0-9a-f]{7}/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });
});
