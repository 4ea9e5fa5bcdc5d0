import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { FluxPages } from './fluxPages.ts';
import { lookOver } from './lookOver.ts';
import { useBrowser } from './session.ts';

const { demo, open } = useBrowser();
const radarr = '/c/noah/deployments/media/radarr';
const file = demo.kubeconfig;
const admin = createClient(readKubeconfig(await readFile(file, 'utf8'), { folder: dirname(file) }));

function annotate(annotations: Record<string, string | null>) {
  return admin.request({
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/media/deployments/radarr',
    contentType: 'application/merge-patch+json',
    body: { metadata: { annotations } },
  });
}
const reconcile = 'kustomize.toolkit.fluxcd.io/reconcile';

afterAll(async () => {
  await annotate({ [reconcile]: null });
  admin.close();
});

describe("on Headlamp's page of an object that Flux applied", () => {
  it('a person reads before editing who applied it and what becomes of each change, with one read', async () => {
    const { page, complaints } = await open('/c/noah/lumen/overview');
    await page
      .getByText(/^Nothing is broken/)
      .first()
      .waitFor();
    await page.goto(`${demo.ui}${radarr}`);
    await page.getByRole('heading', { name: 'Managed by Flux' }).waitFor();
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    page.on('websocket', socket => asked.push(new URL(socket.url()).pathname));
    await page.reload();
    await page.getByRole('heading', { name: 'Managed by Flux' }).waitFor();
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Kustomization flux-system/apps' }).waitFor();
    await main.getByText(/^flux@[0-9a-f]{7}$/).waitFor();

    await page.getByRole('button', { name: 'Flux reverts changes' }).click();
    const words = page.getByRole('dialog', { name: /^Applied by Kustomization/ });
    await words.getByText(/sets back what Git sets/).waitFor();
    await words.getByText('Git sets the number of replicas: Flux sets it back.').waitFor();
    await words.getByText(/creates it again .* delete it in Git/).waitFor();
    // Whoever applied it, and nothing else of Flux: no list and no watch.
    const ofFlux = asked.filter(path => path.includes('toolkit.fluxcd.io'));
    expect([...new Set(ofFlux)]).toEqual([
      '/clusters/noah/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/apps',
    ]);
    await words.getByRole('link', { name: 'Kustomization flux-system/apps' }).click();
    await page.waitForURL('**/lumen/kustomizations/flux-system/apps');
    expect(complaints).toEqual([]);
  });

  it('it says so where Flux leaves the object alone', async () => {
    await annotate({ [reconcile]: 'disabled' });
    const { page } = await open(radarr);
    await page.getByRole('button', { name: 'Flux leaves changes' }).click();
    await page
      .getByRole('dialog')
      .getByText(/leaves this object alone/)
      .waitFor();
    await annotate({ [reconcile]: null });
  });

  it('nothing is added where Flux applied nothing', async () => {
    const { page } = await open('/c/noah/deployments/flux-system/lumen');
    await page.getByRole('button', { name: 'Delete' }).waitFor();
    await page.getByRole('heading', { name: 'Conditions' }).waitFor();
    expect(await page.getByText(/Managed by Flux|Flux (reverts|leaves)/).count()).toBe(0);
  });
});

describe('the controllers', () => {
  it("are Lumen's own in the embedded world, and the sidecar tells what it is", async () => {
    const { page, complaints } = await open('/c/noah/lumen/controllers');
    await page.getByRole('heading', { name: /No controllers of Flux in noah: Lumen/ }).waitFor();
    const main = page.getByRole('main');
    await main.getByText(/^It reconciles \(mode apply\) with kustomize/).waitFor();
    await main.getByText(/^Its ledger holds \d+ revisions? in \d/).waitFor();
    await main.getByText(/^None of \d+ objects waits for its controller\.$/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('show a forge template that is not taken, where it stands, and what it should be', async () => {
    const path = '/api/v1/namespaces/flux-system/configmaps';
    const name = 'lumen-forge-refused';
    await admin.request({
      method: 'POST',
      path,
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, labels: { 'lumen.headlamp.dev/config': 'forge' } },
        data: { repositories: 'git.example.org', commit: 'javascript:alert({hash})' },
      },
    });
    try {
      const { page } = await open('/c/noah/lumen/controllers');
      const line = page.getByRole('listitem').filter({ hasText: name });
      await line.getByText('javascript:alert({hash})').waitFor();
      await line.getByText(/A template begins with https:/).waitFor();
    } finally {
      await admin.request({ method: 'DELETE', path: `${path}/${name}` });
    }
  });
});

describe('the settings', () => {
  it('make rows closer and single keys dead, in this browser, from now on', async () => {
    const { page, complaints } = await open('/c/noah/lumen/kustomizations', {
      isNew: true,
      // Of Headlamp's, where it has no cluster.
      expected: [/Getting the cluster version/],
    });
    const flux = new FluxPages(page);
    await flux.row('infra').waitFor();
    const height = async () => (await flux.row('infra').boundingBox())?.height;
    const before = await height();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys on this page' });
    await help.getByText('the next one of the list').waitFor();
    await help.getByRole('link', { name: 'Switch single keys off' }).click();

    await page.getByRole('radio', { name: 'Compact' }).check();
    await lookOver(page);
    await page
      .getByRole('switch', { name: /Single keys act/ })
      .or(page.getByRole('checkbox', { name: /Single keys act/ }))
      .uncheck();
    await page.goBack();
    await flux.row('infra').waitFor();
    expect(await height()).toBeLessThan(before ?? 0);
    await page.keyboard.press('?');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    expect(await help.count()).toBe(0);
    expect(page.url()).toMatch(/kustomizations$/);
    expect(complaints).toEqual([]);
  });
});

describe('keys in pairs', () => {
  it('lead to the overview and to the graph, and mark their entries', async () => {
    const { page } = await open('/c/noah/lumen/changes');
    const flux = new FluxPages(page);
    const current = flux.sidebar.locator('[aria-current], .Mui-selected').filter({ hasText: /\w/ });
    await page.getByRole('heading', { name: 'What shall be compared?' }).waitFor();
    expect(await current.allTextContents()).not.toContain('Overview');
    await page.keyboard.press('g');
    await page.keyboard.press('g');
    await page.waitForURL('**/lumen/graph');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL('**/lumen/overview');
  });
});
