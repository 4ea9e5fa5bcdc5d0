import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { list, record } from '../../src/core/kubernetes/object.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { FluxPages, pathOf } from './fluxPages.ts';
import { useBrowser } from './session.ts';

const { demo, open } = useBrowser();
const account = { namespace: 'flux-system', name: 'browser-one-namespace' };
const serviceAccounts = `/api/v1/namespaces/${account.namespace}/serviceaccounts`;
const bindings = `/apis/rbac.authorization.k8s.io/v1/namespaces/${account.namespace}/rolebindings`;
let admin: KubernetesClient;
let folder: string;

/** Whoever may edit one namespace and see nothing else, by Flux's own ClusterRoles. */
beforeAll(async () => {
  const config = await readFile(demo.kubeconfig, 'utf8');
  admin = createClient(readKubeconfig(config));
  folder = await mkdtemp(join(tmpdir(), 'lumen-rights-'));
  const { name } = account;
  const metadata = { name };
  const make = (path: string, body: object) =>
    admin.request<{ status: { token: string } }>({ method: 'POST', path, body });
  await make(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  await make(bindings, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
  const { status } = await make(`${serviceAccounts}/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600 },
  });
  const { server } = readKubeconfig(config);
  const kubeconfig = join(folder, 'one.kubeconfig');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'one',
      contexts: [{ name: 'one', context: { cluster: 'one', user: 'one' } }],
      clusters: [{ name: 'one', cluster: { server } }],
      users: [{ name: 'one', user: { token: status.token } }],
    }),
    { mode: 0o600 }
  );
  demo.users.one = { kubeconfig };
});

afterAll(async () => {
  delete demo.users.one;
  for (const path of [bindings, serviceAccounts]) {
    await admin?.request({ method: 'DELETE', path: `${path}/${account.name}` });
  }
  admin?.close();
  if (folder) await rm(folder, { recursive: true });
});

const manner = (user: string) => ({ user, expected: [/^403 /] });

/** Headlamp's own setting of a cluster, for people who may see only some namespaces. */
async function lookOnlyAt(page: Page, namespace: string): Promise<void> {
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [
    'cluster_settings.noah',
    JSON.stringify({ allowedNamespaces: [namespace] }),
  ] as const);
}

/** Headlamp's sidebar asks for these itself, three times when it may not. */
const ofHeadlamp = /customresourcedefinitions$/;

/** What a page asks of the cluster while it is open: how often each path, refused or not. */
async function countRequests(page: Page, path: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  page.on('request', request => {
    const asked = new URL(request.url());
    const at = asked.pathname.replace(/\/{2,}/g, '/');
    // A page of a list and a watch are more of the same; a review is about another thing each time.
    if (!at.startsWith('/clusters/') || ofHeadlamp.test(at)) return;
    const key = `${request.method()} ${at} ${request.postData() ?? asked.search}`;
    counts[key] = (counts[key] ?? 0) + 1;
  });
  await page.goto(`${demo.ui}${path}`);
  // From when it has asked for what it needs: a busy machine takes its time to load the page.
  await expect.poll(() => Object.keys(counts).length).toBeGreaterThan(10);
  await page.waitForTimeout(watched);
  return counts;
}

/** Long enough for a loop to show; rights are looked at again once a minute. */
const watched = 15_000;
const most = (counts: Record<string, number>) =>
  Object.entries(counts).filter(([, count]) => count > 2);

describe('an admin', () => {
  it('sees every kind, and may do what there is to do', async () => {
    const { page, complaints } = await open(pathOf('Kustomization', 'tuppr-plans'));
    const flux = new FluxPages(page);
    await flux.button('Reconcile').waitFor();
    for (const name of ['Reconcile', 'Suspend']) {
      await expect.poll(() => flux.button(name).isEnabled()).toBe(true);
    }
    expect(await page.getByText(/You may not/).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('who may view everything and change nothing', () => {
  it('sees the verdict and every list, and no button acts', async () => {
    const { page, complaints } = await open('/c/noah/lumen/overview', manner('viewer'));
    await page
      .getByText(/are at the newest revision|Everything is ready/)
      .first()
      .waitFor();
    expect(await page.getByText(/Not looked at/).count()).toBe(0);
    await page.goto(`${demo.ui}${pathOf('Kustomization', 'tuppr-plans')}`);
    const flux = new FluxPages(page);
    await page
      .getByText('You may not patch kustomizations.kustomize.toolkit.fluxcd.io in flux-system.', {
        exact: true,
      })
      .last()
      .waitFor();
    for (const name of ['Reconcile', 'Suspend']) {
      expect(await flux.button(name).isDisabled()).toBe(true);
    }
    expect(complaints).toEqual([]);
  });
});

/** The groups of the cluster's API: what kinds it has everybody may know. */
async function servedGroups(): Promise<unknown[]> {
  const { groups } = await admin.request<{ groups?: unknown }>({ path: '/apis' });
  return list(groups).map(group => record(group).name);
}

describe('who may see nothing', () => {
  it.each(fluxKinds.map(({ kind, ...at }) => [kind, at] as const))(
    'is told which right is missing for the list of %s, or that nothing serves it',
    async (kind, { plural, group }) => {
      const resource = `${plural}.${group}`;
      const said = (await servedGroups()).includes(group)
        ? [
            `You may not see ${resource} in noah`,
            `It needs the right to list ${resource} in the whole cluster`,
          ]
        : [`${kind} is not installed in noah`, `The cluster does not serve ${resource}`];
      const { page, complaints } = await open(pathOf(kind), manner('nobody'));
      for (const words of said) await page.getByText(words).waitFor();
      expect(complaints).toEqual([]);
    }
  );

  it('is told the same of one object, and that the overview has not looked', async () => {
    const { page } = await open(pathOf('Kustomization', 'apps'), manner('nobody'));
    await page.getByText(/It needs the right to list kustomizations/).waitFor();
    expect(await new FluxPages(page).button('Reconcile').count()).toBe(0);
    await page.goto(`${demo.ui}/c/noah/lumen/overview`);
    await page.getByText('You may not see what Flux does here.').waitFor();
    const kinds = `Not looked at: Kustomizations, HelmReleases, `;
    const line = page.getByText(kinds);
    await line.waitFor();
    expect(await line.textContent()).toContain('You may not list them in the whole cluster noah.');
    await page.goto(`${demo.ui}/c/noah/lumen/graph`);
    await page.getByRole('heading', { name: 'You may not see what Flux does here.' }).waitFor();
    expect(await page.getByText(kinds).count()).toBe(1);
  });
});

describe('who may edit one namespace', () => {
  it('is told of the whole cluster that it may not, and sees it once Headlamp looks at that one', async () => {
    const { page, complaints } = await open(pathOf('Kustomization'), manner('one'));
    await page.getByText(/in the whole cluster noah, or in the namespaces chosen in/).waitFor();
    await lookOnlyAt(page, account.namespace);
    await page.reload();
    const flux = new FluxPages(page);
    await flux.row('apps').waitFor();
    await page
      .getByText(/^Of noah only these namespaces are looked at.*: flux-system\.$/)
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('may act there, and is not told that anything elsewhere is missing or well', async () => {
    const { page } = await open(pathOf('Kustomization', 'tuppr-plans'), manner('one'));
    await lookOnlyAt(page, account.namespace);
    await page.reload();
    const flux = new FluxPages(page);
    await flux.button('Reconcile').waitFor();
    await expect.poll(() => flux.button('Reconcile').isEnabled()).toBe(true);
    await page.goto(`${demo.ui}/c/noah/lumen/overview`);
    // Something may be broken there; that all is well is said of what could be read only.
    await page.getByText(/that could be read is|\d+ things? (is|are) broken/).waitFor();
    expect(await page.getByText(/Everything is ready|Nothing is broken/).count()).toBe(0);
    await page
      .getByText(/^Of noah only these namespaces are looked at.*: flux-system\.$/)
      .waitFor();
    await page.goto(`${demo.ui}${pathOf('HelmRelease')}`);
    await page.getByText('No HelmRelease in the namespaces looked at').waitFor();
    const elsewhere = pathOf('HelmRelease', 'any').replace('flux-system', 'cert-manager');
    await page.goto(`${demo.ui}${elsewhere}`);
    await page.getByText('The namespace cert-manager is not looked at').waitFor();
  });
});

describe('whoever lacks rights', () => {
  it('has pages that do not ask again and again', async () => {
    const inventory = `${pathOf('Kustomization', 'apps')}?tab=inventory`;
    const looks = await Promise.all(
      ['viewer', 'nobody', 'one'].map(async user => {
        const { page } = await open(pathOf('Kustomization'), manner(user));
        if (user === 'one') await lookOnlyAt(page, account.namespace);
        return countRequests(page, user === 'nobody' ? '/c/noah/lumen/overview' : inventory);
      })
    );
    expect(looks.map(most)).toEqual([[], [], []]);
  });
});
