import { expect, it } from 'vitest';
import { installLamps } from './fixtures.ts';
import { eventually } from './watchStream.ts';
import { describeApi } from './world.ts';

describeApi('discovery', api => {
  it('lists the versions of the core group and the groups', async () => {
    const core = await api.admin.get('/api');
    expect(core.body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const { body } = await api.admin.get('/apis');
    const groups = (body as unknown as { groups: { name: string }[] }).groups;
    expect(groups.map(group => group.name)).toEqual(
      expect.arrayContaining([
        'apps',
        'batch',
        'networking.k8s.io',
        'rbac.authorization.k8s.io',
        'apiextensions.k8s.io',
        'events.k8s.io',
        'coordination.k8s.io',
      ])
    );
  });

  it('describes a group with its preferred version', async () => {
    const { body } = await api.admin.get('/apis/apps');
    expect(body).toMatchObject({
      kind: 'APIGroup',
      name: 'apps',
      preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
    });
  });

  it('describes the resources of a version with verbs, short names and subresources', async () => {
    const { body } = await api.admin.get('/apis/apps/v1');
    const { resources } = body as unknown as { resources: { name: string; verbs: string[] }[] };
    const byName = new Map(resources.map(resource => [resource.name, resource]));
    expect(byName.get('deployments')).toMatchObject({
      kind: 'Deployment',
      singularName: 'deployment',
      namespaced: true,
      shortNames: ['deploy'],
      categories: ['all'],
    });
    expect([...byName.get('deployments')!.verbs].sort()).toEqual(
      ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'].sort()
    );
    expect(byName.get('deployments/scale')).toMatchObject({
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
    });
    expect(byName.get('deployments/status')).toMatchObject({ kind: 'Deployment' });
  });

  it('serves everything at once where that is asked for', async () => {
    const { headers, body } = await api.admin.get('/apis', {
      Accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    });
    expect(headers['content-type']).toBe(
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
    );
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
    });
    const apps = body.items.find(group => group.metadata.name === 'apps') as unknown as {
      versions: { version: string; resources: { resource: string }[] }[];
    };
    const deployments = apps.versions[0]!.resources.find(entry => entry.resource === 'deployments');
    expect(deployments).toMatchObject({
      // Nothing but the kind: group and version are those around it.
      responseKind: { group: '', version: '', kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: 'deployment',
    });
  });

  it('shows a CustomResourceDefinition as soon as it is served', async () => {
    const lamps = await installLamps(api);
    // Objects are served a moment before discovery tells of them.
    const told = (path: string) =>
      eventually(
        () => api.admin.get(path),
        ({ code }) => code === 200
      );
    const { body } = await told(`/apis/${lamps.group}/v1`);
    const { resources } = body as unknown as { resources: { name: string }[] };
    expect(resources.map(resource => resource.name).sort()).toEqual([
      'lamps',
      'lamps/scale',
      'lamps/status',
    ]);
    const group = await told(`/apis/${lamps.group}`);
    expect(group.body).toMatchObject({
      versions: [{ version: 'v1' }, { version: 'v1beta1' }],
      preferredVersion: { version: 'v1' },
    });
  });

  it('answers 404 for groups and versions that are not there', async () => {
    const codes = await Promise.all(
      ['/apis/none.test', '/apis/apps/v9', '/apis/none.test/v1', '/api/v2'].map(
        async path => (await api.admin.get(path)).code
      )
    );
    expect(codes).toEqual([404, 404, 404, 404]);
  });

  it('tells its version', async () => {
    const { body } = await api.admin.get('/version');
    expect(body).toMatchObject({ major: '1', gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/) });
  });

  it('serves OpenAPI v3 that knows which kinds can be validated on the server', async () => {
    const root = await api.admin.get('/openapi/v3');
    const { paths } = root.body as unknown as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    const { body } = await api.admin.get(paths['apis/apps/v1']!.serverRelativeURL);
    const document = body as unknown as {
      paths: Record<string, { patch: Record<string, unknown> }>;
    };
    const { patch } = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']!;
    expect(patch['x-kubernetes-group-version-kind']).toEqual({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
    });
    expect(JSON.stringify(patch.parameters)).toContain('fieldValidation');
  });
});
