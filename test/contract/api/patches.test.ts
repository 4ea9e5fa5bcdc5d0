import { expect, it } from 'vitest';
import { configMap, deployment, paths } from './fixtures.ts';
import { describeApi } from './world.ts';

describeApi('patches', api => {
  async function start(data: Record<string, string> = { x: '1', y: '2' }) {
    const namespace = await api.namespace();
    const path = `${paths.configMaps(namespace)}/a`;
    const { body } = await api.admin.create(paths.configMaps(namespace), configMap('a', data));
    return { path, namespace, created: body };
  }

  it('merges: sets, adds and removes by null', async () => {
    const { path } = await start();
    const { code, body } = await api.admin.merge(path, { data: { x: null, y: '3', z: '4' } });
    expect([code, body.data]).toEqual([200, { y: '3', z: '4' }]);
  });

  it('merges lists as wholes', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.deployments(namespace), deployment('web'));
    const { body } = await api.admin.merge(`${paths.deployments(namespace)}/web`, {
      spec: { template: { spec: { containers: [{ name: 'other', image: 'registry.test/o:1' }] } } },
    });
    const template = body.spec?.template as { spec: { containers: { name: string }[] } };
    expect(template.spec.containers.map(container => container.name)).toEqual(['other']);
  });

  it('refuses a merge patch with an old resourceVersion with 409', async () => {
    const { path, created } = await start();
    await api.admin.merge(path, { data: { x: '5' } });
    const { resourceVersion } = created.metadata;
    const { code, body } = await api.admin.merge(path, {
      metadata: { resourceVersion },
      data: { x: '6' },
    });
    expect([code, body.reason]).toEqual([409, 'Conflict']);
  });

  it('runs the operations of a JSON patch', async () => {
    const { path } = await start();
    const { code, body } = await api.admin.json(path, [
      { op: 'test', path: '/data/x', value: '1' },
      { op: 'replace', path: '/data/x', value: '9' },
      { op: 'remove', path: '/data/y' },
      { op: 'add', path: '/metadata/labels', value: { lit: 'yes' } },
    ]);
    expect(code).toBe(200);
    expect(body.data).toEqual({ x: '9' });
    expect(body.metadata.labels).toEqual({ lit: 'yes' });
  });

  it('does nothing of a JSON patch whose test fails: 422', async () => {
    const { path } = await start();
    const { code } = await api.admin.json(path, [
      { op: 'replace', path: '/data/x', value: '9' },
      { op: 'test', path: '/data/y', value: 'nope' },
    ]);
    expect(code).toBe(422);
    expect((await api.admin.get(path)).body.data).toEqual({ x: '1', y: '2' });
  });

  it('refuses a JSON patch of a path that is not there with 422', async () => {
    const { path } = await start();
    const { code } = await api.admin.json(path, [{ op: 'remove', path: '/data/none' }]);
    expect(code).toBe(422);
  });

  it('refuses a JSON patch that is not a list with 400', async () => {
    const { path } = await start();
    expect((await api.admin.json(path, { op: 'remove' })).code).toBe(400);
  });

  it('keeps name, uid and creationTimestamp whatever a patch says', async () => {
    const { path, created } = await start();
    const { body } = await api.admin.merge(path, {
      metadata: { creationTimestamp: '2001-01-01T00:00:00Z', generation: 99 },
      data: { x: '7' },
    });
    expect(body.metadata.uid).toBe(created.metadata.uid);
    expect(body.metadata.creationTimestamp).toBe(created.metadata.creationTimestamp);
    expect(body.metadata.generation).toBe(created.metadata.generation);
    const renamed = await api.admin.merge(path, { metadata: { name: 'b' } });
    expect(renamed.code).toBe(400);
  });

  it('validates what comes out of a patch', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.deployments(namespace), deployment('web'));
    const { code, body } = await api.admin.merge(`${paths.deployments(namespace)}/web`, {
      spec: { replicas: -1 },
    });
    expect(code).toBe(422);
    expect(body.details.causes).toEqual([
      expect.objectContaining({ reason: 'FieldValueInvalid', field: 'spec.replicas' }),
    ]);
  });

  it('answers a patch of a type that it does not know with 415', async () => {
    const { path } = await start();
    const { code, body } = await api.admin.send(path, {
      method: 'PATCH',
      body: {},
      headers: { 'Content-Type': 'application/unheard-of+json' },
    });
    expect([code, body.reason]).toEqual([415, 'UnsupportedMediaType']);
  });

  it('answers a patch of nothing with 404', async () => {
    const { namespace } = await start();
    const { code } = await api.admin.merge(`${paths.configMaps(namespace)}/none`, { data: {} });
    expect(code).toBe(404);
  });
});
