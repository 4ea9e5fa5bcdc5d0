import { expect, it } from 'vitest';
import { configMap, deployment, paths } from './fixtures.ts';
import { describeApi } from './world.ts';

describeApi('objects', api => {
  it('creates an object and gives it a uid, a time and a resourceVersion', async () => {
    const namespace = await api.namespace();
    const { code, body } = await api.admin.create(
      paths.configMaps(namespace),
      configMap('a', { x: '1' })
    );
    expect(code).toBe(201);
    expect(body).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace },
      data: { x: '1' },
    });
    expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
    expect(body.metadata.generation).toBeUndefined();
  });

  it('reads back what it created', async () => {
    const namespace = await api.namespace();
    const created = await api.admin.create(paths.configMaps(namespace), configMap('a', { x: '1' }));
    const read = await api.admin.get(`${paths.configMaps(namespace)}/a`);
    expect(read.code).toBe(200);
    expect(read.body).toEqual(created.body);
  });

  it('answers 404 with a Status that names the object', async () => {
    const namespace = await api.namespace();
    const { code, body } = await api.admin.get(`${paths.deployments(namespace)}/none`);
    expect({ code, body }).toEqual({
      code: 404,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'deployments.apps "none" not found',
        reason: 'NotFound',
        details: { name: 'none', group: 'apps', kind: 'deployments' },
        code: 404,
      },
    });
  });

  it('answers 404 for a resource that is not served', async () => {
    expect((await api.admin.get('/apis/apps/v1/lanterns')).code).toBe(404);
    expect((await api.admin.get('/apis/lanterns.test/v1/lanterns')).code).toBe(404);
  });

  it('refuses a second object of the same name with 409', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.configMaps(namespace), configMap('a'));
    const { code, body } = await api.admin.create(paths.configMaps(namespace), configMap('a'));
    expect(code).toBe(409);
    expect(body).toMatchObject({
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
      details: { name: 'a', kind: 'configmaps' },
    });
  });

  it('makes a name from generateName', async () => {
    const namespace = await api.namespace();
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'gen-' } };
    const first = await api.admin.create(paths.configMaps(namespace), object);
    const second = await api.admin.create(paths.configMaps(namespace), object);
    expect(first.body.metadata.name).toMatch(/^gen-[a-z0-9]{5}$/);
    expect(second.body.metadata.name).not.toBe(first.body.metadata.name);
  });

  it('refuses an object without a name', async () => {
    const namespace = await api.namespace();
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} };
    const { code, body } = await api.admin.create(paths.configMaps(namespace), object);
    expect(code).toBe(422);
    expect(body.reason).toBe('Invalid');
    expect(body.message).toContain('name or generateName is required');
  });

  it('refuses a name that is no DNS name, and says which field', async () => {
    const namespace = await api.namespace();
    const { code, body } = await api.admin.create(
      paths.configMaps(namespace),
      configMap('Bad_Name')
    );
    expect(code).toBe(422);
    expect(body.details).toMatchObject({
      name: 'Bad_Name',
      kind: 'ConfigMap',
      causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }],
    });
    expect(body.message).toMatch(
      /^ConfigMap "Bad_Name" is invalid: metadata\.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain/
    );
  });

  it('refuses labels and annotations that break the rules', async () => {
    const namespace = await api.namespace();
    const object = configMap('a', {}, { 'bad key': 'x' });
    const { code, body } = await api.admin.create(paths.configMaps(namespace), object);
    expect(code).toBe(422);
    expect(body.details.causes.map(cause => cause.field)).toContain('metadata.labels');
  });

  it('refuses a body of another namespace, kind or version with 400', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const elsewhere = { ...configMap('a'), metadata: { name: 'a', namespace: 'default' } };
    const replies = [
      await api.admin.create(path, elsewhere),
      await api.admin.create(path, { ...configMap('a'), kind: 'Secret' }),
      await api.admin.create(path, { ...configMap('a'), apiVersion: 'v2' }),
    ];
    expect(replies.map(({ code, body }) => [code, body.reason])).toEqual([
      [400, 'BadRequest'],
      [400, 'BadRequest'],
      [400, 'BadRequest'],
    ]);
    expect(replies[0]!.body.message).toBe(
      'the namespace of the provided object does not match the namespace sent on the request'
    );
  });

  it('refuses to create in a namespace that is not there with 404', async () => {
    const { code, body } = await api.admin.create(paths.configMaps('nowhere'), configMap('a'));
    expect(code).toBe(404);
    expect(body.message).toBe('namespaces "nowhere" not found');
  });

  it('refuses a required field that is missing with 422 and a cause', async () => {
    const namespace = await api.namespace();
    const object = deployment('web');
    const broken = { ...object, spec: { ...object.spec, selector: undefined } };
    const { code, body } = await api.admin.create(paths.deployments(namespace), broken);
    expect(code).toBe(422);
    expect(body.details).toMatchObject({ name: 'web', group: 'apps', kind: 'Deployment' });
    expect(body.details.causes).toContainEqual(
      expect.objectContaining({ reason: 'FieldValueRequired', field: 'spec.selector' })
    );
  });

  it('fills in the defaults of a built-in kind', async () => {
    const namespace = await api.namespace();
    const { body } = await api.admin.create(paths.deployments(namespace), deployment('web'));
    expect(body.spec).toMatchObject({
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
      },
      template: { spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30 } },
    });
  });

  it('replaces an object by PUT', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const created = await api.admin.create(path, configMap('a', { x: '1' }));
    const { code, body } = await api.admin.put(`${path}/a`, configMap('a', { y: '2' }));
    expect(code).toBe(200);
    expect(body.data).toEqual({ y: '2' });
    expect(body.metadata.uid).toBe(created.body.metadata.uid);
    expect(body.metadata.creationTimestamp).toBe(created.body.metadata.creationTimestamp);
    expect(body.metadata.resourceVersion).not.toBe(created.body.metadata.resourceVersion);
  });

  it('refuses a PUT with an old resourceVersion with 409', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const { body: old } = await api.admin.create(path, configMap('a', { x: '1' }));
    await api.admin.put(`${path}/a`, { ...old, data: { x: '2' } });
    const { code, body } = await api.admin.put(`${path}/a`, { ...old, data: { x: '3' } });
    expect(code).toBe(409);
    expect(body).toMatchObject({
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
      details: { name: 'a', kind: 'configmaps' },
    });
  });

  it("refuses a PUT whose uid is not the object's with 409", async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const { body } = await api.admin.create(path, configMap('a'));
    const uid = '00000000-0000-0000-0000-000000000000';
    const reply = await api.admin.put(`${path}/a`, {
      ...body,
      metadata: { ...body.metadata, uid },
    });
    expect(reply.code).toBe(409);
    expect(reply.body.message).toContain('UID in precondition');
  });

  it("refuses a PUT whose name is not the path's with 400", async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.configMaps(namespace), configMap('a'));
    const { code } = await api.admin.put(`${paths.configMaps(namespace)}/a`, configMap('b'));
    expect(code).toBe(400);
  });

  it('keeps the resourceVersion when a write changes nothing', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const { body: created } = await api.admin.create(path, configMap('a', { x: '1' }));
    const put = await api.admin.put(`${path}/a`, created);
    const merged = await api.admin.merge(`${path}/a`, { data: { x: '1' } });
    expect(put.body.metadata.resourceVersion).toBe(created.metadata.resourceVersion);
    expect(merged.body.metadata.resourceVersion).toBe(created.metadata.resourceVersion);
  });

  it('counts changes of the spec in generation, and no others', async () => {
    const namespace = await api.namespace();
    const path = `${paths.deployments(namespace)}/web`;
    const created = await api.admin.create(paths.deployments(namespace), deployment('web'));
    const labelled = await api.admin.merge(path, { metadata: { labels: { x: 'y' } } });
    const scaled = await api.admin.merge(path, { spec: { replicas: 2 } });
    const reported = await api.admin.merge(`${path}/status`, { status: { replicas: 1 } });
    const generations = [created, labelled, scaled, reported].map(
      ({ body }) => body.metadata.generation
    );
    expect(generations).toEqual([1, 1, 2, 2]);
  });

  it('keeps status and spec apart', async () => {
    const namespace = await api.namespace();
    const services = `/api/v1/namespaces/${namespace}/services`;
    const condition = {
      type: 'Lit',
      status: 'True',
      reason: 'Switched',
      message: '',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const status = { conditions: [condition] };
    // No controller writes a plain Service's status: in a whole cluster too, this test is alone with it.
    const created = await api.admin.create(services, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: [{ port: 80 }] },
      status,
    });
    expect(created.body.status).toEqual({ loadBalancer: {} });
    const bySpec = await api.admin.merge(`${services}/web`, { status });
    expect(bySpec.body.status).toEqual({ loadBalancer: {} });
    const byStatus = await api.admin.merge(`${services}/web/status`, {
      spec: { sessionAffinity: 'ClientIP' },
      status,
    });
    expect(byStatus.body.spec?.sessionAffinity).toBe('None');
    expect(byStatus.body.status).toEqual({ ...status, loadBalancer: {} });
    const { body } = await api.admin.get(`${services}/web/status`);
    expect(body.status).toEqual({ ...status, loadBalancer: {} });
  });

  it('refuses to change an immutable field with 422', async () => {
    const namespace = await api.namespace();
    const object = deployment('web');
    await api.admin.create(paths.deployments(namespace), object);
    const { code, body } = await api.admin.merge(`${paths.deployments(namespace)}/web`, {
      spec: {
        selector: { matchLabels: { app: 'other' } },
        template: { metadata: { labels: { app: 'other' } } },
      },
    });
    expect(code).toBe(422);
    expect(body.details.causes).toEqual([
      expect.objectContaining({
        field: 'spec.selector',
        message: expect.stringContaining('field is immutable'),
      }),
    ]);
  });

  it('writes nothing in a dry run', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const dry = await api.admin.create(`${path}?dryRun=All`, configMap('a', { x: '1' }));
    expect([dry.code, dry.body.data]).toEqual([201, { x: '1' }]);
    expect((await api.admin.get(`${path}/a`)).code).toBe(404);
    await api.admin.create(path, configMap('a', { x: '1' }));
    const patched = await api.admin.merge(`${path}/a?dryRun=All`, { data: { x: '2' } });
    expect(patched.body.data).toEqual({ x: '2' });
    const removed = await api.admin.remove(`${path}/a?dryRun=All`);
    expect(removed.code).toBe(200);
    expect((await api.admin.get(`${path}/a`)).body.data).toEqual({ x: '1' });
  });

  it('warns of unknown fields, and refuses them where asked to be strict', async () => {
    const namespace = await api.namespace();
    const path = paths.deployments(namespace);
    const object = deployment('web');
    const odd = { ...object, spec: { ...object.spec, replicass: 3 } };
    const strict = await api.admin.create(`${path}?fieldValidation=Strict`, odd);
    expect(strict.code).toBe(400);
    expect(strict.body.message).toContain('strict decoding error: unknown field "spec.replicass"');
    const warned = await api.admin.create(`${path}?fieldValidation=Warn`, odd);
    expect(warned.code).toBe(201);
    expect(warned.headers.warning).toBe('299 - "unknown field \\"spec.replicass\\""');
    expect(warned.body.spec).not.toHaveProperty('replicass');
  });

  it('reads and changes the scale of a Deployment', async () => {
    const namespace = await api.namespace();
    const path = `${paths.deployments(namespace)}/web`;
    await api.admin.create(paths.deployments(namespace), deployment('web'));
    const read = await api.admin.get(`${path}/scale`);
    expect(read.body).toMatchObject({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web', namespace },
      spec: { replicas: 1 },
      status: { replicas: 0, selector: 'app=web' },
    });
    const patched = await api.admin.merge(`${path}/scale`, { spec: { replicas: 4 } });
    expect(patched.body.spec).toEqual({ replicas: 4 });
    expect((await api.admin.get(path)).body.spec?.replicas).toBe(4);
    const negative = await api.admin.merge(`${path}/scale`, { spec: { replicas: -1 } });
    expect(negative.code).toBe(422);
  });

  it('keeps the same events in both of their groups', async () => {
    const namespace = await api.namespace();
    await api.admin.create(`/api/v1/namespaces/${namespace}/events`, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace },
      involvedObject: { kind: 'Pod', name: 'p', namespace },
      reason: 'Pulled',
      message: 'it is here',
      type: 'Normal',
      source: { component: 'kubelet' },
    });
    const { body } = await api.admin.get(`/apis/events.k8s.io/v1/namespaces/${namespace}/events/e`);
    expect(body).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      regarding: { kind: 'Pod', name: 'p' },
      note: 'it is here',
      reason: 'Pulled',
    });
  });

  it('turns stringData of a Secret into data', async () => {
    const namespace = await api.namespace();
    const { body } = await api.admin.create(`/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { user: 'noah' },
    });
    expect(body).toMatchObject({ type: 'Opaque', data: { user: 'bm9haA==' } });
    expect(body.stringData).toBeUndefined();
  });

  it('gives a Service an address that stays', async () => {
    const namespace = await api.namespace();
    const path = `/api/v1/namespaces/${namespace}/services`;
    const { body } = await api.admin.create(path, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    });
    expect(body.spec).toMatchObject({
      type: 'ClusterIP',
      clusterIP: expect.stringMatching(/^10\./),
    });
    const next = await api.admin.merge(`${path}/web`, { spec: { ports: [{ port: 81 }] } });
    expect(next.body.spec?.clusterIP).toBe(body.spec?.clusterIP);
    const changed = await api.admin.merge(`${path}/web`, {
      spec: { clusterIP: '10.0.0.250', clusterIPs: ['10.0.0.250'] },
    });
    expect(changed.code).toBe(422);
  });
});
