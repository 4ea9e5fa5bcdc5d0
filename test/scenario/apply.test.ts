import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { conditionsOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { ApiError } from '../../src/node/kubernetes/apiError.ts';
import { configMap, gitRepository, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import {
  askToReconcile,
  dataOf,
  gone,
  inventoryNames,
  notReady,
  patch,
  patience,
  pushAndFetch,
  ready,
  settled,
} from './settling.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
beforeAll(async () => {
  world = await startScenarioWorld();
});
afterAll(() => world?.close());

const object = (
  apiVersion: string,
  kind: string,
  metadata: Record<string, unknown>,
  rest: Record<string, unknown> = {}
) => JSON.stringify({ apiVersion, kind, metadata, ...rest });

async function remove(path: string): Promise<void> {
  await world.client.request({ method: 'DELETE', path });
}

const at = (place: Place, name: string) =>
  resourcePath({
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    plural: 'kustomizations',
    namespace: place.namespace,
    name,
  });

describe('applying', () => {
  it('may do what its ServiceAccount may, and names the right that is missing', async () => {
    const place = await world.placeWith('impersonate', { 'app/a.yaml': configMap('a') });
    const { namespace } = place;
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'tenant', namespace },
    };
    await world.apply(account, kustomization(place, 'app', { serviceAccountName: 'tenant' }));
    const message = await notReady(world, place, 'app', /^ReconciliationFailed$/);
    expect(message).toMatch(
      /^ConfigMap\/impersonate\/a dry-run failed \(Forbidden\): configmaps "a" is forbidden: User "system:serviceaccount:impersonate:tenant" cannot patch resource "configmaps"/
    );
    const group = 'rbac.authorization.k8s.io';
    const role = { apiVersion: `${group}/v1`, metadata: { name: 'tenant', namespace } };
    await world.apply(
      {
        ...role,
        kind: 'Role',
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['*'] }],
      },
      {
        ...role,
        kind: 'RoleBinding',
        roleRef: { apiGroup: group, kind: 'Role', name: 'tenant' },
        subjects: [{ kind: 'ServiceAccount', name: 'tenant', namespace }],
      }
    );
    await ready(world, place, 'app');
  });

  it('leaves alone what labels and annotations take out, and keeps it in the inventory', async () => {
    const mark = (name: string, key: string, value: string) =>
      object(
        'v1',
        'ConfigMap',
        {
          name,
          annotations: { [`kustomize.toolkit.fluxcd.io/${key}`]: value },
        },
        { data: { key: 'git' } }
      );
    const place = await world.placeWith('marks', {
      'app/ignored.yaml': mark('ignored', 'reconcile', 'Disabled'),
      'app/once.yaml': mark('once', 'ssa', 'IfNotPresent'),
      'app/kept.yaml': mark('kept', 'prune', 'disabled'),
      'app/plain.yaml': configMap('plain'),
    });
    const own = { apiVersion: 'v1', kind: 'ConfigMap' };
    await world.apply({
      ...own,
      metadata: { name: 'once', namespace: place.namespace },
      data: { key: 'mine' },
    });
    await world.apply(kustomization(place, 'app'));
    const applied = await ready(world, place, 'app');
    expect(inventoryNames(applied)).toEqual([
      'ConfigMap/ignored',
      'ConfigMap/kept',
      'ConfigMap/once',
      'ConfigMap/plain',
    ]);
    expect([await dataOf(world, place, 'ignored'), await dataOf(world, place, 'once')]).toEqual([
      undefined,
      { key: 'mine' },
    ]);
    await pushAndFetch(world, place, 'Remove', { 'app/kept.yaml': null, 'app/plain.yaml': null });
    await gone(world, place, 'plain');
    expect(await dataOf(world, place, 'kept')).toEqual({ key: 'git' });
  });

  it('leaves behind or takes along what its deletionPolicy says', async () => {
    const place = await world.placeWith('policy', {
      'orphan/o.yaml': configMap('o'),
      'delete/d.yaml': configMap('d'),
      'wait/w.yaml': configMap('w'),
    });
    await world.apply(
      kustomization(place, 'orphan', { deletionPolicy: 'Orphan' }),
      kustomization(place, 'delete', { deletionPolicy: 'Delete', prune: false }),
      kustomization(place, 'wait', { deletionPolicy: 'WaitForTermination' })
    );
    for (const name of ['orphan', 'delete', 'wait']) await ready(world, place, name);
    for (const name of ['orphan', 'delete', 'wait']) await remove(at(place, name));
    await gone(world, place, 'd');
    await gone(world, place, 'w');
    const view = world.view('Kustomization');
    const none = () =>
      view.list().some(k => k.metadata.namespace === 'policy') ? undefined : true;
    await view.until(none, 'all three are gone', patience);
    expect(await dataOf(world, place, 'o')).toEqual({ key: 'value' });
  });

  it('applies a definition and its objects in one go, and judges them by expressions', async () => {
    const properties = { phase: { type: 'string' }, observedGeneration: { type: 'integer' } };
    const schema = {
      openAPIV3Schema: {
        type: 'object',
        properties: {
          spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          status: { type: 'object', properties },
        },
      },
    };
    const names = { kind: 'Lamp', plural: 'lamps', singular: 'lamp', listKind: 'LampList' };
    const version = {
      name: 'v1',
      served: true,
      storage: true,
      schema,
      subresources: { status: {} },
    };
    const place = await world.placeWith('crd', {
      'app/kustomization.yaml': 'resources: [lamp.yaml, crd.yaml]',
      'app/crd.yaml': object(
        'apiextensions.k8s.io/v1',
        'CustomResourceDefinition',
        { name: 'lamps.crd.example.org' },
        { spec: { group: 'crd.example.org', scope: 'Namespaced', names, versions: [version] } }
      ),
      'app/lamp.yaml': object(
        'crd.example.org/v1',
        'Lamp',
        { name: 'desk' },
        { spec: { on: true } }
      ),
    });
    await world.apply(
      kustomization(place, 'app', {
        wait: true,
        healthCheckExprs: [
          {
            apiVersion: 'crd.example.org/v1',
            kind: 'Lamp',
            current: "status.phase == 'Lit'",
            failed: "status.phase == 'Broken'",
          },
        ],
      })
    );
    const path = '/apis/crd.example.org/v1/namespaces/crd/lamps/desk';
    const view = world.view('Kustomization');
    const isWaiting = () =>
      view
        .list()
        .some(
          ({ metadata, status }) =>
            metadata.namespace === 'crd' &&
            conditionsOf({ metadata, status } as KubernetesObject).some(
              ({ type, message }) =>
                type === 'Healthy' && message?.startsWith('Running health checks')
            )
        ) || undefined;
    await view.until(isWaiting, 'the Lamp is waited for', patience);
    const contentType = 'application/merge-patch+json';
    const light = (phase: string) =>
      world.client.request({
        method: 'PATCH',
        path: `${path}/status`,
        contentType,
        body: { status: { phase } },
      });
    await light('Broken');
    const failed = await notReady(world, place, 'app', /^HealthCheckFailed$/);
    expect(failed).toMatch(
      /^health check failed after \S+s: failed early due to stalled resources: \[Lamp\/crd\/desk status: 'Failed'\]$/
    );
    await light('Lit');
    const applied = await ready(world, place, 'app');
    expect(inventoryNames(applied)).toEqual([
      'CustomResourceDefinition/lamps.crd.example.org',
      'Lamp/desk',
    ]);
  });

  it('waits as readyExpr says, and stalls where that is no expression', async () => {
    const place = await world.placeWith('expr', {
      'a/a.yaml': configMap('a'),
      'b/b.yaml': configMap('b'),
      'c/c.yaml': configMap('c'),
    });
    const labelled = kustomization(place, 'a', { suspend: true });
    await world.apply(
      labelled,
      kustomization(place, 'b', {
        dependsOn: [{ name: 'a', readyExpr: "'go' in dep.metadata.labels" }],
      }),
      kustomization(place, 'c', { dependsOn: [{ name: 'a', readyExpr: 'dep.status ==' }] })
    );
    const stalled = await settled(world, 'Kustomization', place, 'c', 'InvalidCELExpression');
    expect(stalled.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'Stalled=True',
      'Ready=False',
    ]);
    const message = await notReady(world, place, 'b', /^DependencyNotReady$/, /readyExpr|labels/);
    expect(message).toMatch(/expr\/a|No such key|labels/);
    await patch(world, 'kustomizations', place, 'a', { metadata: { labels: { go: 'yes' } } });
    await ready(world, place, 'b');
  });

  it('takes away what kubectl added, and leaves what others did', async () => {
    const place = await world.placeWith('managers', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app'));
    await ready(world, place, 'app');
    const path = resourcePath({
      ...{ group: '', version: 'v1', plural: 'configmaps' },
      namespace: place.namespace,
      name: 'a',
    });
    for (const [fieldManager, field] of [
      ['kubectl-edit', 'byKubectl'],
      ['operator', 'byOperator'],
    ] as const) {
      await world.client.request({
        method: 'PATCH',
        path,
        query: { fieldManager },
        contentType: 'application/merge-patch+json',
        body: { data: { [field]: 'x' } },
      });
    }
    await askToReconcile(world, 'kustomizations', place, 'app');
    const view = world.view('ConfigMap');
    const look = () =>
      'byKubectl' in record(view.get(place.namespace, 'a')?.data) ? undefined : true;
    await view.until(look, 'the field of kubectl is gone', patience);
    expect(await dataOf(world, place, 'a')).toEqual({ key: 'value', byOperator: 'x' });
  });

  it('counts the same build in one row of history, and tells of it in Events', async () => {
    const place = await world.placeWith('history', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app'));
    const first = await ready(world, place, 'app');
    await askToReconcile(world, 'kustomizations', place, 'app');
    const view = world.view('Kustomization');
    const look = () => {
      const [row] = list(record(view.get(place.namespace, 'app')?.status).history).map(record);
      return row?.totalReconciliations === 2 ? row : undefined;
    };
    const row = await view.until(look, 'the second run is counted', patience);
    const [before] = list(record(first.status).history).map(record);
    expect({ ...row, lastReconciled: '', lastReconciledDuration: '' }).toEqual({
      ...before,
      lastReconciled: '',
      lastReconciledDuration: '',
      totalReconciliations: 2,
    });
    const events = world.view('Event');
    const said = () => {
      const own = events
        .list()
        .filter(
          event =>
            record(event.involvedObject).name === 'app' && event.metadata.namespace === 'history'
        )
        .map(event => `${event.type} ${event.reason}: ${event.message}`);
      return own.some(line => line.includes('Reconciliation finished')) ? own : undefined;
    };
    const lines = await events.until(said, 'the end is told', patience);
    expect(lines).toContain('Normal Progressing: ConfigMap/history/a created');
  });

  it('renders again when variables change that ask to be watched', async () => {
    const place = await world.placeWith('watched', {
      'app/a.yaml': configMap('a', { key: '${KEY}' }),
    });
    const variables = (key: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'variables',
        namespace: place.namespace,
        labels: { 'reconcile.fluxcd.io/watch': 'Enabled' },
      },
      data: { KEY: key },
    });
    await world.apply(
      variables('one'),
      kustomization(place, 'app', {
        postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'variables' }] },
      })
    );
    await ready(world, place, 'app');
    await world.apply(variables('two'));
    const view = world.view('ConfigMap');
    const look = () =>
      record(view.get(place.namespace, 'a')?.data).key === 'two' ? true : undefined;
    await view.until(look, 'the new value is applied', patience);
  });

  it('keeps an object that another Kustomization has taken over', async () => {
    const place = await world.placeWith('moved', {
      'a/x.yaml': configMap('x'),
      'a/y.yaml': configMap('y'),
      'b/z.yaml': configMap('z'),
    });
    await world.apply(kustomization(place, 'a'), kustomization(place, 'b'));
    await ready(world, place, 'a');
    await ready(world, place, 'b');
    // The old owner prunes only after the new one has applied.
    await patch(world, 'kustomizations', place, 'a', { spec: { dependsOn: [{ name: 'b' }] } });
    const revision = await pushAndFetch(world, place, 'Move x', {
      'a/x.yaml': null,
      'b/x.yaml': configMap('x', { key: 'moved' }),
    });
    await ready(world, place, 'b', revision);
    const old = await ready(world, place, 'a', revision);
    expect(inventoryNames(old)).toEqual(['ConfigMap/y']);
    expect(await dataOf(world, place, 'x')).toEqual({ key: 'moved' });
  });
});

describe('a GitRepository', () => {
  it('says what Flux says when its branch, its Secret or its server is missing', async () => {
    const place = await world.placeWith('sources', { 'app/a.yaml': configMap('a') });
    const url = world.git.urlOf(place.repository);
    const named = (name: string, spec: Record<string, unknown>) => {
      const source = gitRepository(place, url, spec);
      return { ...source, metadata: { ...source.metadata, name } };
    };
    const nowhere = 'http://127.0.0.1:9/x.git';
    const elsewhere = url.replace(/\.git$/, '-gone.git');
    await world.apply(
      named('branch', { ref: { branch: 'gone' } }),
      named('secret', { secretRef: { name: 'gone' } }),
      named('server', { url: nowhere }),
      named('repository', { url: elsewhere })
    );
    const said = async (name: string, reason = 'GitOperationFailed') => {
      const conditions = await settled(world, 'GitRepository', place, name, reason);
      const types = conditions.map(({ type, status }) => `${type}=${status}`);
      return { types, message: conditions.find(({ type }) => type === 'Ready')?.message };
    };
    const failed = 'failed to checkout and determine revision: ';
    const types = ['Reconciling=True', 'Ready=False', 'FetchFailed=True'];
    expect([
      await said('branch'),
      await said('secret', 'AuthenticationFailed'),
      await said('server'),
      await said('repository'),
    ]).toEqual([
      {
        types,
        message: `${failed}unable to clone '${url}': couldn't find remote ref "refs/heads/gone"`,
      },
      {
        types,
        message: `failed to get secret 'sources/gone': failed to get secret 'sources/gone': secrets "gone" not found`,
      },
      {
        types,
        message: `${failed}unable to clone '${nowhere}': Get "${nowhere}/info/refs?service=git-upload-pack": dial tcp 127.0.0.1:9: connect: connection refused`,
      },
      {
        types,
        message: `${failed}unable to clone '${elsewhere}': repository not found: no repository scenario/sources-gone\n`,
      },
    ]);
  });

  it('takes its artifacts along when it is deleted', async () => {
    const place = await world.placeWith('removed', { 'app/a.yaml': configMap('a') });
    const view = world.view('GitRepository');
    const url = () =>
      record(record(view.get(place.namespace, 'source')?.status).artifact).url as
        | string
        | undefined;
    const address = await view.until(url, 'there is an artifact', patience);
    expect((await fetch(address)).status).toBe(200);
    const { namespace } = place;
    const group = 'source.toolkit.fluxcd.io';
    await remove(
      resourcePath({ group, version: 'v1', plural: 'gitrepositories', namespace, name: 'source' })
    );
    const none = () => (view.get(namespace, 'source') ? undefined : true);
    await view.until(none, 'the source is gone', patience);
    expect((await fetch(address)).status).toBe(404);
  });
});

describe('the access token', () => {
  it('is needed for what the sidecar knows, through the API server as well', async () => {
    const place = await world.placeWith('commits', { 'app/a.yaml': configMap('a') });
    const view = world.view('GitRepository');
    const artifact = () => {
      const { revision } = record(record(view.get(place.namespace, 'source')?.status).artifact);
      return typeof revision === 'string' ? revision : undefined;
    };
    const revision = await view.until(artifact, 'there is an artifact', patience);
    const path = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy/v1/commits';
    const query = { source: 'commits/source', revision };
    /** The Pod behind the Service may be between two readiness probes: then the proxy has nobody to ask. */
    const ask = async (headers: Record<string, string>) => {
      for (const end = Date.now() + patience; ; await sleep(100)) {
        try {
          const body = await world.client.request<Record<string, unknown>>({
            path,
            query,
            headers,
          });
          return { status: 200, commit: record(body.commit) };
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.status !== 503 || Date.now() > end) return { status: error.status };
        }
      }
    };
    expect([await ask({}), await ask({ 'X-Lumen-Token': 'wrong' })]).toEqual([
      { status: 401 },
      { status: 401 },
    ]);
    const secret = await world.client.request<KubernetesObject>({
      path: '/api/v1/namespaces/flux-system/secrets/lumen-access',
    });
    const token = Buffer.from(String(record(secret.data).token), 'base64').toString();
    const { commit } = await ask({ 'X-Lumen-Token': token });
    expect({ ...record(commit), date: '' }).toEqual({
      revision,
      hash: revision.split(':')[1],
      subject: 'Begin',
      author: { name: 'Ada Scenario', email: 'ada@example.com' },
      date: '',
    });
  });
});
