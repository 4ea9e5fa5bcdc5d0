import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Clock } from '../../src/core/kubernetes/informerLoop.ts';
import { createHostConnection } from '../../src/plugin/headlamp/hostConnection.ts';
import { everywhere, startClusterStore } from '../../src/plugin/live/clusterStore.ts';
import { createSignal } from '../../src/plugin/live/frames.ts';
import { type ApiClient, createApiClient } from '../contract/api/apiClient.ts';
import { eventually } from '../contract/api/watchStream.ts';
import { serveCluster } from '../doubles/apiProxy.ts';
import { browserWindow } from '../doubles/browserWindow.ts';
import { startFaultyApi } from '../doubles/faultyApi.ts';
import { sharedPlane } from './sharedPlane.ts';

vi.mock('@kinvolk/headlamp-plugin/lib', () => import('../doubles/apiProxy.ts'));
vi.stubGlobal('window', browserWindow);

const clock: Clock = {
  now: Date.now,
  random: Math.random,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
const patience = { timeout: 60_000 };
const rbac = '/apis/rbac.authorization.k8s.io/v1';
const groups = ['source', 'kustomize', 'helm', 'notification', 'image'].map(
  part => `${part}.toolkit.fluxcd.io`
);

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const call of undo.splice(0).reverse()) await call();
});

describe('the live store of a user', () => {
  const plane = sharedPlane()!;
  const id = `rights-${process.pid}-${Date.now().toString(36)}`;
  const [mine, other] = [`${id}-mine`, `${id}-other`];
  let admin: ApiClient;

  beforeAll(async () => {
    admin = createApiClient(plane, plane.token('admin'));
    const make = async (path: string, body: object) => {
      const { code, body: answer } = await admin.create(path, body);
      if (code !== 201) throw new Error(`${path}: ${answer.message}`);
    };
    for (const name of [mine, other]) {
      await make('/api/v1/namespaces', { metadata: { name } });
      await make(`/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${name}/kustomizations`, {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'apps' },
        spec: {
          suspend: true,
          interval: '1h',
          prune: false,
          sourceRef: { kind: 'GitRepository', name: 'none' },
        },
      });
    }
    await make(`${rbac}/clusterroles`, {
      metadata: { name: id },
      rules: [{ apiGroups: groups, resources: ['*'], verbs: ['get', 'list', 'watch'] }],
    });
    return () => admin.close();
  });

  const subject = (name: string) => ({ kind: 'ServiceAccount', name, namespace: mine });
  const roleRef = (name: string) => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name,
  });

  /** A store that reads as a new user with these rights, and what it has asked for. */
  async function open(name: string, role?: { name: string; namespace?: string }) {
    await admin.create(`/api/v1/namespaces/${mine}/serviceaccounts`, { metadata: { name } });
    const binding = { metadata: { name: `${id}-${name}` }, subjects: [subject(name)] };
    const path = role?.namespace
      ? `${rbac}/namespaces/${role.namespace}/rolebindings`
      : `${rbac}/clusterrolebindings`;
    if (role) await admin.create(path, { ...binding, roleRef: roleRef(role.name) });
    const asked = await admin.create(`/api/v1/namespaces/${mine}/serviceaccounts/${name}/token`, {
      spec: { expirationSeconds: 3600 },
    });
    const token = String(asked.body.status.token);
    if (role) await takesEffect(token, role.namespace);
    const api = await startFaultyApi({ url: plane.url, ca: plane.ca, token });
    undo.push(() => api.close());
    const cluster = `${id}-${name}`;
    serveCluster(cluster, api.url);
    const store = startClusterStore({
      cluster,
      connection: createHostConnection(cluster),
      clock,
      signal: createSignal(callback => {
        const timer = setImmediate(callback);
        return () => clearImmediate(timer);
      }),
      allowedNamespaces: [],
    });
    undo.push(store.close);
    const kind = () => store.view('Kustomization', everywhere);
    return {
      store,
      asked: api.asked,
      phase: () => kind().phase,
      seen: () =>
        kind()
          .entries.map(({ ref }) => `${ref.namespace}/${ref.name}`)
          .filter(key => key.startsWith(id))
          .sort(),
    };
  }

  /** A real API server learns of bindings by a watch of its own. */
  async function takesEffect(token: string, namespace?: string): Promise<void> {
    const client = createApiClient(plane, token);
    const within = namespace ? `namespaces/${namespace}/` : '';
    const path = `/apis/kustomize.toolkit.fluxcd.io/v1/${within}kustomizations`;
    await eventually(
      () => client.get(path),
      ({ code }) => code === 200
    );
    client.close();
  }

  it.each([
    ['an administrator', 'admin', 'cluster-admin'],
    ['who may read all of Flux', 'reader', id],
  ])('shows %s everything', async (_, name, role) => {
    const { phase, seen } = await open(name, { name: role });
    await expect.poll(phase, patience).toEqual({ name: 'live' });
    expect(seen()).toEqual([`${mine}/apps`, `${other}/apps`]);
  });

  it('shows who may read one namespace that one, once it is chosen', async () => {
    const { store, phase, seen } = await open('tenant', { name: id, namespace: mine });
    await expect.poll(phase, patience).toMatchObject({ name: 'forbidden', verb: 'list' });
    expect(seen()).toEqual([]);
    store.setNamespaces(new Set([mine]));
    await expect.poll(phase, patience).toEqual({ name: 'live' });
    expect(seen()).toEqual([`${mine}/apps`]);
    store.setNamespaces(new Set([other]));
    await expect.poll(phase, patience).toMatchObject({
      name: 'forbidden',
      message: expect.stringContaining(`in the namespace "${other}"`),
    });
    expect(seen()).toEqual([]);
  });

  it('names the right that is missing to who has none, and asks once', async () => {
    const { store, asked, phase } = await open('nobody');
    await expect.poll(phase, patience).toMatchObject({
      name: 'forbidden',
      verb: 'list',
      message: expect.stringContaining(
        'cannot list resource "kustomizations" in API group "kustomize.toolkit.fluxcd.io" at the cluster scope'
      ),
    });
    const views = () => [...store.clusterView(everywhere).kinds.values()];
    await expect
      .poll(() => views().every(({ phase: { name } }) => name !== 'loading'), patience)
      .toBe(true);
    // That nothing more is asked for can only be waited for.
    await sleep(8000);
    expect(asked.filter(path => !path.includes('.fluxcd.io/'))).toEqual(['/apis']);
    const lists = asked.map(path => path.split('?')[0]).filter(path => path !== '/apis');
    expect(lists).toEqual([...new Set(lists)]);
    expect(views().filter(({ phase: { name } }) => name === 'forbidden')).toHaveLength(
      lists.length
    );
  });
});
