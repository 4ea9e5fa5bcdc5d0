import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/demo/host/server/host.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { FluxPages, pathOf } from './fluxPages.ts';
import { startOwnHost } from './ownHost.ts';
import { createRoad, type Road } from './road.ts';
import { tokenOf, useBrowser } from './session.ts';

const { demo, open } = useBrowser();
let admin: KubernetesClient;

beforeAll(async () => {
  admin = createClient(readKubeconfig(await readFile(demo.kubeconfig, 'utf8')));
});

afterAll(() => admin?.close());

describe('a cluster that is down at start', () => {
  let host: Host;
  let road: Road;

  beforeAll(async () => {
    // The same API server under a second name: what matters is whether the way to it is open.
    const { server, ca } = readKubeconfig(await readFile(demo.kubeconfig, 'utf8'));
    road = await createRoad(server);
    const firstToken = await tokenOf(demo, 'admin');
    const others = [{ name: 'late', server: road.url, ca, firstToken }];
    host = await startOwnHost(demo, { others });
  });

  afterAll(async () => {
    await host?.close();
    await road?.close();
  });

  it('is named, does not block the others, is shown when it comes up, and is stale when it goes', async () => {
    const { page } = await open(pathOf('Kustomization').replace('noah', 'noah+late'), {
      ui: host.url,
    });
    const flux = new FluxPages(page);
    await flux.row('flux-system').first().waitFor();
    await page
      .getByText(/late could not be read/)
      .first()
      .waitFor();
    expect(await flux.row('flux-system').count()).toBe(1);
    await road.open();
    await flux.row('flux-system').nth(1).waitFor();
    await road.close();
    await page
      .getByText(/late is not live since/)
      .first()
      .waitFor();
    expect(await flux.row('flux-system').count()).toBe(2);
  });
});

describe('a user who may list only one kind', () => {
  const name = 'browser-test-kustomizations';
  const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
  const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';

  beforeAll(async () => {
    await admin.request({
      method: 'POST',
      path: roles,
      body: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name },
        rules: [
          {
            apiGroups: ['kustomize.toolkit.fluxcd.io'],
            resources: ['kustomizations'],
            verbs: ['get', 'list', 'watch'],
          },
        ],
      },
    });
    await admin.request({
      method: 'POST',
      path: bindings,
      body: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
      },
    });
  });

  afterAll(async () => {
    for (const path of [bindings, roles]) {
      await admin.request({ method: 'DELETE', path: `${path}/${name}` });
    }
  });

  const forbidden = { user: 'nobody', expected: [/^403 /] };

  it('sees that kind', async () => {
    const { page } = await open(pathOf('Kustomization'), forbidden);
    await new FluxPages(page).row('flux-system').waitFor();
  });

  it('is told which right is missing for another', async () => {
    const { page } = await open(pathOf('HelmRelease'), forbidden);
    await page.getByText(/You may not see helmreleases\S* in noah/).waitFor();
    await page.getByText(/the right to list helmreleases/).waitFor();
  });

  it('sees on the overview what was not looked at', async () => {
    const { page } = await open('/c/noah/lumen/overview', forbidden);
    await page.getByText(/Not looked at: .*HelmReleases/).waitFor();
  });
});
