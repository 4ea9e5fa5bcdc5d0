import { expect, it } from 'vitest';
import { configMap, paths } from './fixtures.ts';
import { eventually } from './watchStream.ts';
import { describeApi } from './world.ts';

describeApi('lifecycle', api => {
  const owned = (name: string, owner: { name: string; uid?: string }, more: object = {}) => ({
    ...configMap(name),
    metadata: {
      name,
      ownerReferences: [
        { apiVersion: 'v1', kind: 'ConfigMap', name: owner.name, uid: owner.uid, ...more },
      ],
    },
  });

  it('answers a deletion with a Status that names what is gone', async () => {
    const path = paths.configMaps(await api.namespace());
    const { body: created } = await api.admin.create(path, configMap('a'));
    const { code, body } = await api.admin.remove(`${path}/a`);
    expect(code).toBe(200);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: created.metadata.uid },
    });
    expect((await api.admin.remove(`${path}/a`)).code).toBe(404);
  });

  it('keeps an object with finalizers until the last one is taken off', async () => {
    const path = paths.configMaps(await api.namespace());
    const held = {
      ...configMap('a'),
      metadata: { name: 'a', finalizers: ['lumen.test/one', 'lumen.test/two'] },
    };
    await api.admin.create(path, held);
    const { code, body } = await api.admin.remove(`${path}/a`);
    expect(code).toBe(200);
    expect(body.metadata.deletionTimestamp).toMatch(/Z$/);
    expect((await api.admin.get(`${path}/a`)).code).toBe(200);
    await api.admin.merge(`${path}/a`, { metadata: { finalizers: ['lumen.test/two'] } });
    expect((await api.admin.get(`${path}/a`)).code).toBe(200);
    await api.admin.merge(`${path}/a`, { metadata: { finalizers: null } });
    expect((await api.admin.get(`${path}/a`)).code).toBe(404);
  });

  it('takes no new finalizers while an object is being deleted', async () => {
    const path = paths.configMaps(await api.namespace());
    await api.admin.create(path, {
      ...configMap('a'),
      metadata: { name: 'a', finalizers: ['lumen.test/one'] },
    });
    await api.admin.remove(`${path}/a`);
    const { code, body } = await api.admin.merge(`${path}/a`, {
      metadata: { finalizers: ['lumen.test/one', 'lumen.test/new'] },
    });
    await api.admin.merge(`${path}/a`, { metadata: { finalizers: null } });
    expect(code).toBe(422);
    expect(body.message).toContain('no new finalizers can be added if the object is being deleted');
  });

  it('deletes only what the preconditions name', async () => {
    const path = paths.configMaps(await api.namespace());
    const { body: created } = await api.admin.create(path, configMap('a'));
    const refused = await api.admin.remove(`${path}/a`, {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: '00000000-0000-0000-0000-000000000000' },
    });
    expect([refused.code, refused.body.reason]).toEqual([409, 'Conflict']);
    const { uid, resourceVersion } = created.metadata;
    const done = await api.admin.remove(`${path}/a`, {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid, resourceVersion },
    });
    expect(done.code).toBe(200);
  });

  it('deletes what an object owned, in the background', async () => {
    const path = paths.configMaps(await api.namespace());
    const { body: owner } = await api.admin.create(path, configMap('owner'));
    const child = await api.admin.create(path, owned('child', owner.metadata));
    await api.admin.create(path, owned('grandchild', child.body.metadata));
    await api.admin.remove(`${path}/owner?propagationPolicy=Background`);
    await eventually(
      () => api.admin.get(`${path}/child`),
      ({ code }) => code === 404
    );
    await eventually(
      () => api.admin.get(`${path}/grandchild`),
      ({ code }) => code === 404
    );
  });

  it('deletes what an object owned before the object, in the foreground', async () => {
    const path = paths.configMaps(await api.namespace());
    const { body: owner } = await api.admin.create(path, configMap('owner'));
    const child = owned('child', owner.metadata, { blockOwnerDeletion: true });
    const held = { ...child, metadata: { ...child.metadata, finalizers: ['lumen.test/hold'] } };
    await api.admin.create(path, held);
    const { body } = await api.admin.remove(`${path}/owner?propagationPolicy=Foreground`);
    expect(body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await eventually(
      () => api.admin.get(`${path}/child`),
      reply => reply.body.metadata.deletionTimestamp !== undefined
    );
    expect((await api.admin.get(`${path}/owner`)).code).toBe(200);
    await api.admin.merge(`${path}/child`, { metadata: { finalizers: null } });
    await eventually(
      () => api.admin.get(`${path}/owner`),
      ({ code }) => code === 404
    );
  });

  it('lets go of what an object owned where it is to be orphaned', async () => {
    const path = paths.configMaps(await api.namespace());
    const { body: owner } = await api.admin.create(path, configMap('owner'));
    await api.admin.create(path, owned('child', owner.metadata));
    await api.admin.remove(`${path}/owner?propagationPolicy=Orphan`);
    await eventually(
      () => api.admin.get(`${path}/owner`),
      ({ code }) => code === 404
    );
    const { code, body } = await api.admin.get(`${path}/child`);
    expect([code, body.metadata.ownerReferences]).toEqual([200, undefined]);
  });

  it('keeps what still has another owner', async () => {
    const path = paths.configMaps(await api.namespace());
    const { body: one } = await api.admin.create(path, configMap('one'));
    const { body: two } = await api.admin.create(path, configMap('two'));
    const child = owned('child', one.metadata);
    child.metadata.ownerReferences.push({
      ...child.metadata.ownerReferences[0]!,
      name: 'two',
      uid: two.metadata.uid,
    });
    await api.admin.create(path, child);
    await api.admin.remove(`${path}/one`);
    const { body } = await eventually(
      () => api.admin.get(`${path}/child`),
      reply => reply.body.metadata.ownerReferences?.length === 1
    );
    expect(body.metadata.ownerReferences?.map(owner => owner.name)).toEqual(['two']);
  });

  it('deletes an object whose owner was never there', async () => {
    const path = paths.configMaps(await api.namespace());
    const nowhere = { name: 'gone', uid: '00000000-0000-4000-8000-000000000000' };
    await api.admin.create(path, owned('child', nowhere));
    await eventually(
      () => api.admin.get(`${path}/child`),
      ({ code }) => code === 404
    );
  });

  it('furnishes a new namespace', async () => {
    const namespace = await api.namespace();
    const { body } = await api.admin.get(`/api/v1/namespaces/${namespace}`);
    expect(body).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': namespace } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    await eventually(
      () => api.admin.get(`/api/v1/namespaces/${namespace}/serviceaccounts/default`),
      ({ code }) => code === 200
    );
    const root = await eventually(
      () => api.admin.get(`${paths.configMaps(namespace)}/kube-root-ca.crt`),
      ({ code }) => code === 200
    );
    expect(root.body.data).toEqual({ 'ca.crt': expect.stringContaining('BEGIN CERTIFICATE') });
  });

  it('empties a namespace before it goes, and takes nothing new meanwhile', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    await api.admin.create(path, configMap('plain'));
    await api.admin.create(path, {
      ...configMap('a'),
      metadata: { name: 'a', finalizers: ['lumen.test/hold'] },
    });
    const { body } = await api.admin.remove(`/api/v1/namespaces/${namespace}`);
    expect(body).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } });
    await eventually(
      () => api.admin.get(`${path}/plain`),
      ({ code }) => code === 404
    );
    const refused = await api.admin.create(path, configMap('late'));
    expect(refused.code).toBe(403);
    expect(refused.body.message).toBe(
      `configmaps "late" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`
    );
    expect(refused.body.details.causes).toEqual([
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ]);
    await api.admin.merge(`${path}/a`, { metadata: { finalizers: null } });
    await eventually(
      () => api.admin.get(`/api/v1/namespaces/${namespace}`),
      ({ code }) => code === 404
    );
  });
});
