import { expect, it } from 'vitest';
import type { KubernetesObject } from '../../../src/core/kubernetes/object.ts';
import { configMap, deployment, installLamps, paths } from './fixtures.ts';
import { eventually } from './watchStream.ts';
import { describeApi } from './world.ts';

interface Container {
  name: string;
  image: string;
  env?: { name: string; value: string }[];
  ports?: { containerPort: number }[];
}

const managers = ({ metadata }: KubernetesObject) =>
  (metadata.managedFields ?? []).map(({ manager, operation, subresource }) => ({
    manager,
    operation,
    subresource,
  }));
const fieldsOf = ({ metadata }: KubernetesObject, manager: string) =>
  metadata.managedFields?.find(entry => entry.manager === manager)?.fieldsV1;
const containersOf = ({ spec }: KubernetesObject) =>
  (spec?.template as { spec: { containers: Container[] } }).spec.containers;

function withContainers(name: string, containers: Partial<Container>[]) {
  const object = deployment(name);
  return {
    ...object,
    spec: { ...object.spec, template: { ...object.spec.template, spec: { containers } } },
  };
}

describeApi('server-side apply', api => {
  async function start() {
    const namespace = await api.namespace();
    return {
      namespace,
      map: `${paths.configMaps(namespace)}/a`,
      web: `${paths.deployments(namespace)}/web`,
    };
  }

  it('creates what is not there with 201, and changes it with 200', async () => {
    const { map } = await start();
    const created = await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const changed = await api.admin.apply(map, 'one', configMap('a', { x: '2' }));
    expect([created.code, changed.code]).toEqual([201, 200]);
    expect(changed.body.data).toEqual({ x: '2' });
    expect(managers(changed.body)).toEqual([
      { manager: 'one', operation: 'Apply', subresource: undefined },
    ]);
  });

  it('takes YAML', async () => {
    const { map } = await start();
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: "1"\n';
    const { code, body } = await api.admin.apply(map, 'one', text);
    expect([code, body.data]).toEqual([201, { x: '1' }]);
  });

  it('fails of its own where a value cannot be read: 500', async () => {
    const { namespace } = await start();
    // The message names the namespace that the object itself names.
    const metadata = { name: 'login', namespace };
    const login = { apiVersion: 'v1', kind: 'Secret', metadata };
    const path = `/api/v1/namespaces/${namespace}/secrets/login`;
    const { code, body } = await api.admin.apply(path, 'one', {
      ...login,
      data: { key: 'plain!' },
    });
    expect([code, (body as { message?: string }).message]).toEqual([
      500,
      `failed to convert new object (${namespace}/login; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64 data at input byte 5`,
    ]);
  });

  it('writes down which fields a manager set', async () => {
    const { map } = await start();
    const { body } = await api.admin.apply(map, 'one', configMap('a', { x: '1' }, { lit: 'yes' }));
    expect(fieldsOf(body, 'one')).toEqual({
      'f:data': { 'f:x': {} },
      'f:metadata': { 'f:labels': { 'f:lit': {} } },
    });
  });

  it('needs a field manager: 422', async () => {
    const { map } = await start();
    const { code, body } = await api.admin.send(map, {
      method: 'PATCH',
      body: configMap('a'),
      headers: { 'Content-Type': 'application/apply-patch+yaml' },
    });
    expect(code).toBe(422);
    expect(body.message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'
    );
  });

  it('needs apiVersion and kind: 400', async () => {
    const { map } = await start();
    const { code } = await api.admin.apply(map, 'one', {
      metadata: { name: 'a' },
      data: { x: '1' },
    });
    expect(code).toBe(400);
  });

  it('refuses managedFields in what is applied: 400', async () => {
    const { map } = await start();
    const object = {
      ...configMap('a'),
      metadata: { name: 'a', managedFields: [{ manager: 'x' }] },
    };
    const { code, body } = await api.admin.apply(map, 'one', object);
    expect(code).toBe(400);
    expect(body.message).toContain('metadata.managedFields must be nil');
  });

  it("refuses a name that is not the path's: 400", async () => {
    const { map } = await start();
    expect((await api.admin.apply(map, 'one', configMap('b'))).code).toBe(400);
  });

  it('refuses with 409 to change what another manager applied, and names both', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const { code, body } = await api.admin.apply(map, 'two', configMap('a', { x: '2' }));
    expect({ code, body }).toEqual({
      code: 409,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
        reason: 'Conflict',
        details: {
          causes: [
            { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.x' },
          ],
        },
        code: 409,
      },
    });
    expect((await api.admin.get(map)).body.data).toEqual({ x: '1' });
  });

  it('lists all conflicts', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1', y: '1' }));
    const { body } = await api.admin.apply(map, 'two', configMap('a', { x: '2', y: '2' }));
    expect(body.message).toBe(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .data.x\n- .data.y'
    );
    expect(body.details.causes.map(cause => cause.field)).toEqual(['.data.x', '.data.y']);
  });

  it('takes a field over by force', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1', y: '1' }));
    const { code, body } = await api.admin.apply(
      map,
      'two',
      configMap('a', { x: '2' }),
      '&force=true'
    );
    expect([code, body.data]).toEqual([200, { x: '2', y: '1' }]);
    expect(fieldsOf(body, 'one')).toEqual({ 'f:data': { 'f:y': {} } });
    expect(fieldsOf(body, 'two')).toEqual({ 'f:data': { 'f:x': {} } });
  });

  it('shares a field that two managers set to the same value', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const { code, body } = await api.admin.apply(map, 'two', configMap('a', { x: '1' }));
    expect(code).toBe(200);
    expect(fieldsOf(body, 'one')).toEqual(fieldsOf(body, 'two'));
  });

  it('removes what its manager applies no more', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1', y: '2' }));
    const { body } = await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    expect(body.data).toEqual({ x: '1' });
  });

  it('keeps what another manager still applies', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1', y: '2' }));
    await api.admin.apply(map, 'two', configMap('a', { y: '2' }));
    const { body } = await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    expect(body.data).toEqual({ x: '1', y: '2' });
    expect(fieldsOf(body, 'two')).toEqual({ 'f:data': { 'f:y': {} } });
  });

  it('keeps what was set by an update, and conflicts where it changes that', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    await api.admin.merge(`${map}?fieldManager=hand`, { data: { z: '9' } });
    const same = await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    expect(same.body.data).toEqual({ x: '1', z: '9' });
    const { code, body } = await api.admin.apply(map, 'one', configMap('a', { x: '1', z: '8' }));
    expect(code).toBe(409);
    expect(body.message).toMatch(
      /^Apply failed with 1 conflict: conflict with "hand" using v1(?: at \S+)?: \.data\.z$/
    );
  });

  it('takes a field from its applier by an update', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1', y: '1' }));
    const { body } = await api.admin.merge(`${map}?fieldManager=hand`, { data: { x: '2' } });
    expect(fieldsOf(body, 'one')).toEqual({ 'f:data': { 'f:y': {} } });
    expect(managers(body)).toContainEqual({
      manager: 'hand',
      operation: 'Update',
      subresource: undefined,
    });
  });

  it('names a manager that does not name itself by its user agent', async () => {
    const { namespace } = await start();
    const { body } = await api.admin.create(
      paths.configMaps(namespace),
      configMap('b', { x: '1' })
    );
    expect(managers(body)).toEqual([
      { manager: 'contract', operation: 'Update', subresource: undefined },
    ]);
  });

  it('changes nothing, not even the resourceVersion, when applied again', async () => {
    const { map } = await start();
    const first = await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const again = await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    expect(again.body).toEqual(first.body);
  });

  it('only says what would come of a dry run', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const { code, body } = await api.admin.apply(
      map,
      'one',
      configMap('a', { x: '2' }),
      '&dryRun=All'
    );
    expect([code, body.data]).toEqual([200, { x: '2' }]);
    expect((await api.admin.get(map)).body.data).toEqual({ x: '1' });
  });

  it('conflicts in a dry run as it would without', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const { code } = await api.admin.apply(map, 'two', configMap('a', { x: '2' }), '&dryRun=All');
    expect(code).toBe(409);
  });

  it('merges containers by name', async () => {
    const { web } = await start();
    const main = { name: 'main', image: 'registry.test/web:1' };
    const side = { name: 'side', image: 'registry.test/side:1' };
    await api.admin.apply(web, 'one', withContainers('web', [main]));
    const { code, body } = await api.admin.apply(web, 'two', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [side] } } },
    });
    expect(code).toBe(200);
    expect(containersOf(body).map(({ name, image }) => ({ name, image }))).toEqual([main, side]);
    const without = await api.admin.apply(web, 'two', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
    });
    expect(containersOf(without.body).map(({ name }) => name)).toEqual(['main']);
  });

  it('names a list element by its key in conflicts and managed fields', async () => {
    const { web } = await start();
    const applied = await api.admin.apply(
      web,
      'one',
      withContainers('web', [{ name: 'main', image: 'registry.test/web:1' }])
    );
    const { body } = await api.admin.apply(web, 'two', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        template: { spec: { containers: [{ name: 'main', image: 'registry.test/web:2' }] } },
      },
    });
    expect(body.details.causes).toEqual([
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "one"',
        field: '.spec.template.spec.containers[name="main"].image',
      },
    ]);
    expect(fieldsOf(applied.body, 'one')).toMatchObject({
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': { 'k:{"name":"main"}': { '.': {}, 'f:image': {}, 'f:name': {} } },
          },
        },
      },
    });
  });

  it('removes one environment variable, and leaves the others', async () => {
    const { web } = await start();
    const main = (env: { name: string; value: string }[]) => [
      { name: 'main', image: 'registry.test/web:1', env },
    ];
    const a = { name: 'A', value: '1' };
    const b = { name: 'B', value: '2' };
    await api.admin.apply(web, 'one', withContainers('web', main([a, b])));
    const { body } = await api.admin.apply(web, 'one', withContainers('web', main([b])));
    expect(containersOf(body)[0]!.env).toEqual([b]);
  });

  it('counts a generation where it changes the spec', async () => {
    const { web } = await start();
    const first = await api.admin.apply(web, 'one', deployment('web', 1));
    const again = await api.admin.apply(web, 'one', deployment('web', 1));
    const scaled = await api.admin.apply(web, 'one', deployment('web', 2));
    expect([first, again, scaled].map(({ body }) => body.metadata.generation)).toEqual([1, 1, 2]);
  });

  it('leaves a field to who owns it when it is not applied', async () => {
    const { web } = await start();
    const spec = { ...deployment('web').spec, replicas: undefined };
    await api.admin.apply(web, 'one', { ...deployment('web'), spec });
    await api.admin.merge(`${web}/scale?fieldManager=scaler`, { spec: { replicas: 5 } });
    const { code, body } = await api.admin.apply(web, 'one', { ...deployment('web'), spec });
    expect([code, body.spec?.replicas]).toEqual([200, 5]);
  });

  it('refuses what the schema does not take', async () => {
    const { web } = await start();
    const object = deployment('web');
    const { code } = await api.admin.apply(web, 'one', {
      ...object,
      spec: { ...object.spec, replicas: 'many' },
    });
    expect(code).toBeGreaterThanOrEqual(400);
    expect((await api.admin.get(web)).code).toBe(404);
  });

  it('applies a status by its subresource, as another manager entry', async () => {
    const lamps = await installLamps(api);
    const path = `${lamps.collection(await api.namespace())}/a`;
    await api.admin.apply(path, 'one', lamps.lamp('a'));
    const status = {
      apiVersion: `${lamps.group}/v1`,
      kind: 'Lamp',
      metadata: { name: 'a' },
      status: { lit: true },
    };
    const { code, body } = await api.admin.apply(`${path}/status`, 'one', status);
    expect([code, body.status]).toEqual([200, { lit: true }]);
    expect(managers(body)).toEqual([
      { manager: 'one', operation: 'Apply', subresource: undefined },
      { manager: 'one', operation: 'Apply', subresource: 'status' },
    ]);
  });

  it('merges the lists of custom resources as their schema says', async () => {
    const lamps = await installLamps(api);
    const path = `${lamps.collection(await api.namespace())}/a`;
    const spec = (more: object) => ({ ...lamps.lamp('a'), spec: { lumens: 800, ...more } });
    await api.admin.apply(
      path,
      'one',
      spec({ bulbs: [{ socket: 'l', watts: 5 }], tags: ['x'], steps: ['s'] })
    );
    const { code, body } = await api.admin.apply(
      path,
      'two',
      spec({ bulbs: [{ socket: 'l', tint: 'warm' }, { socket: 'r' }], tags: ['y'] })
    );
    expect(code).toBe(200);
    expect(body.spec).toMatchObject({
      bulbs: [{ socket: 'l', watts: 5, tint: 'warm' }, { socket: 'r' }],
      tags: ['x', 'y'],
      steps: ['s'],
    });
    const atomic = await api.admin.apply(path, 'two', spec({ steps: ['other'] }));
    expect(atomic.body.details.causes.map(cause => cause.field)).toEqual(['.spec.steps']);
  });

  it('forgets a manager that applies nothing any more', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    await api.admin.apply(map, 'two', configMap('a', { y: '1' }));
    const nothing = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    const { body } = await api.admin.apply(map, 'two', nothing);
    expect(body.data).toEqual({ x: '1' });
    expect(managers(body).map(({ manager }) => manager)).toEqual(['one']);
  });

  it('forgets all managers where a client asks to', async () => {
    const { map } = await start();
    await api.admin.apply(map, 'one', configMap('a', { x: '1' }));
    const { body } = await api.admin.merge(map, { metadata: { managedFields: [{}] } });
    expect(body.metadata.managedFields).toBeUndefined();
    const { code } = await api.admin.apply(map, 'two', configMap('a', { x: '1' }));
    expect(code).toBe(200);
  });

  it('needs the right to patch, and to create what is not there', async () => {
    const { namespace, map } = await start();
    const viewer = await api.as('viewer').apply(map, 'one', configMap('a'));
    expect(viewer.body.message).toContain('cannot patch resource "configmaps"');
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }];
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    await api.admin.create(`${rbac}/roles`, {
      apiVersion,
      kind: 'Role',
      metadata: { name: 'p' },
      rules,
    });
    await api.admin.create(`${rbac}/rolebindings`, {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { name: 'p' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'p' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'nobody' }],
    });
    const { code, body } = await eventually(
      () => api.as('nobody').apply(map, 'one', configMap('a')),
      reply => !reply.body.message.includes('cannot patch resource')
    );
    expect(code).toBe(403);
    expect(body.message).toContain('cannot create resource "configmaps"');
  });
});
