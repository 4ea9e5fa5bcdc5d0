import { expect, it } from 'vitest';
import { createApiClient } from './apiClient.ts';
import { configMap, paths } from './fixtures.ts';
import { eventually } from './watchStream.ts';
import { describeApi } from './world.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const authorization = '/apis/authorization.k8s.io/v1';

describeApi('access', api => {
  const role = (name: string, rules: unknown[]) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name },
    rules,
  });
  const binding = (name: string, kind: string, to: string, subject: object) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: to },
    subjects: [subject],
  });
  const userNobody = { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'nobody' };

  it('answers an unknown token with 401', async () => {
    const client = createApiClient(api.world, 'not-a-token');
    const { code, body } = await client.get('/api/v1/namespaces');
    client.close();
    expect({ code, body }).toEqual({
      code: 401,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      },
    });
  });

  it('names the user, verb, resource, group and place in a 403', async () => {
    const namespace = await api.namespace();
    const viewer = api.as('viewer');
    const inNamespace = await viewer.get(`/api/v1/namespaces/${namespace}/secrets`);
    expect({ code: inNamespace.code, body: inNamespace.body }).toEqual({
      code: 403,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `secrets is forbidden: User "viewer" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
        reason: 'Forbidden',
        details: { kind: 'secrets' },
        code: 403,
      },
    });
    const everywhere = await viewer.get(`${rbac}/clusterroles/x`);
    expect(everywhere.body.message).toBe(
      'clusterroles.rbac.authorization.k8s.io "x" is forbidden: User "viewer" cannot get resource "clusterroles" in API group "rbac.authorization.k8s.io" at the cluster scope'
    );
  });

  it('names a subresource in a 403', async () => {
    const namespace = await api.namespace();
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web/status`;
    const { code, body } = await api.as('viewer').merge(path, {});
    expect(code).toBe(403);
    expect(body.message).toContain(
      'cannot patch resource "deployments/status" in API group "apps"'
    );
  });

  it('lets a viewer read and not write', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const viewer = api.as('viewer');
    const codes = [
      (await viewer.get(path)).code,
      (await viewer.create(path, configMap('a'))).code,
      (await viewer.merge(`${path}/a`, {})).code,
      (await viewer.remove(`${path}/a`)).code,
      (await viewer.remove(path)).code,
    ];
    expect(codes).toEqual([200, 403, 403, 403, 403]);
  });

  it('grants what a Role and its binding say, in their namespace only', async () => {
    const [namespace, other] = [await api.namespace(), await api.namespace()];
    const base = `${rbac}/namespaces/${namespace}`;
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create'] }];
    await api.admin.create(`${base}/roles`, role('maker', rules));
    await api.admin.create(`${base}/rolebindings`, binding('maker', 'Role', 'maker', userNobody));
    const nobody = api.as('nobody');
    const create = () => nobody.create(paths.configMaps(namespace), configMap('a'));
    const created = await eventually(create, ({ code }) => code !== 403);
    expect(created.code).toBe(201);
    expect((await nobody.get(`${paths.configMaps(namespace)}/a`)).code).toBe(200);
    expect((await nobody.get(paths.configMaps(namespace))).code).toBe(403);
    expect((await nobody.create(paths.configMaps(other), configMap('a'))).code).toBe(403);
  });

  it('grants a ClusterRole in one namespace through a RoleBinding', async () => {
    const namespace = await api.namespace();
    const base = `${rbac}/namespaces/${namespace}`;
    await api.admin.create(`${base}/rolebindings`, binding('e', 'ClusterRole', 'edit', userNobody));
    const nobody = api.as('nobody');
    const create = () => nobody.create(paths.configMaps(namespace), configMap('a'));
    expect((await eventually(create, ({ code }) => code !== 403)).code).toBe(201);
    expect((await nobody.get('/api/v1/configmaps')).code).toBe(403);
  });

  it('grants single objects by resourceNames', async () => {
    const namespace = await api.namespace();
    const base = `${rbac}/namespaces/${namespace}`;
    for (const name of ['mine', 'other'])
      await api.admin.create(paths.configMaps(namespace), configMap(name));
    const rules = [
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['mine'],
        verbs: ['get', 'list'],
      },
    ];
    await api.admin.create(`${base}/roles`, role('one', rules));
    await api.admin.create(`${base}/rolebindings`, binding('one', 'Role', 'one', userNobody));
    const nobody = api.as('nobody');
    const path = paths.configMaps(namespace);
    await eventually(
      () => nobody.get(`${path}/mine`),
      ({ code }) => code === 200
    );
    expect((await nobody.get(`${path}/other`)).code).toBe(403);
    expect((await nobody.get(path)).code).toBe(403);
    expect((await nobody.get(`${path}?fieldSelector=metadata.name%3Dmine`)).code).toBe(200);
  });

  it('adds the rules of labelled ClusterRoles to an aggregated one', async () => {
    const group = `x${process.pid}${Date.now().toString(36)}.test`;
    await api.admin.create(`${rbac}/clusterroles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {
        name: `view-${group}`,
        labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
      },
      rules: [{ apiGroups: [group], resources: ['things'], verbs: ['list'] }],
    });
    const ask = () =>
      api.as('viewer').create(`${authorization}/selfsubjectaccessreviews`, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb: 'list', group, resource: 'things' } },
      });
    const { body } = await eventually(ask, reply => reply.body.status.allowed === true);
    await api.admin.remove(`${rbac}/clusterroles/view-${group}`);
    expect(body.status.allowed).toBe(true);
    await eventually(ask, reply => reply.body.status.allowed === false);
  });

  it('answers a SelfSubjectAccessReview', async () => {
    const ask = async (user: string, verb: string) => {
      const { code, body } = await api
        .as(user)
        .create(`${authorization}/selfsubjectaccessreviews`, {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb, resource: 'configmaps', namespace: 'default' } },
        });
      return [code, body.status.allowed];
    };
    expect(await ask('viewer', 'list')).toEqual([201, true]);
    expect(await ask('viewer', 'delete')).toEqual([201, false]);
    expect(await ask('admin', 'delete')).toEqual([201, true]);
  });

  it('answers a SelfSubjectRulesReview', async () => {
    const { code, body } = await api
      .as('viewer')
      .create(`${authorization}/selfsubjectrulesreviews`, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectRulesReview',
        spec: { namespace: 'default' },
      });
    expect(code).toBe(201);
    expect(body.status).toMatchObject({ incomplete: false });
    expect(body.status.resourceRules).toContainEqual(
      expect.objectContaining({ apiGroups: ['apps'], verbs: ['get', 'list', 'watch'] })
    );
    expect(body.status.nonResourceRules).toContainEqual(
      expect.objectContaining({
        verbs: ['get'],
        nonResourceURLs: expect.arrayContaining(['/healthz']),
      })
    );
  });

  it('answers a SubjectAccessReview about somebody else', async () => {
    const { body } = await api.admin.create(`${authorization}/subjectaccessreviews`, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: 'viewer',
        resourceAttributes: { verb: 'get', group: 'apps', resource: 'deployments' },
      },
    });
    expect(body.status.allowed).toBe(true);
  });

  it('says who one is', async () => {
    const { body } = await api
      .as('viewer')
      .create('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
      });
    expect(body.status.userInfo).toMatchObject({
      username: 'viewer',
      groups: expect.arrayContaining(['system:authenticated']),
    });
  });

  it('acts as somebody else for who may impersonate, and for nobody else', async () => {
    const headers = { 'Impersonate-User': 'viewer' };
    const asViewer = await api.admin.get('/api/v1/secrets', headers);
    expect(asViewer.code).toBe(403);
    expect(asViewer.body.message).toContain('User "viewer" cannot list resource "secrets"');
    const refused = await api.as('viewer').get('/api/v1/pods', { 'Impersonate-User': 'admin' });
    expect(refused.code).toBe(403);
    expect(refused.body.message).toBe(
      'pods is forbidden: User "viewer" cannot impersonate-on:user-info:list resource "pods" in API group "" at the cluster scope'
    );
  });

  it('gives an impersonated ServiceAccount its groups and rights', async () => {
    const namespace = await api.namespace();
    const base = `${rbac}/namespaces/${namespace}`;
    const group = {
      kind: 'Group',
      apiGroup: 'rbac.authorization.k8s.io',
      name: `system:serviceaccounts:${namespace}`,
    };
    await api.admin.create(`${base}/rolebindings`, binding('v', 'ClusterRole', 'view', group));
    const headers = { 'Impersonate-User': `system:serviceaccount:${namespace}:builder` };
    const read = () => api.admin.get(paths.configMaps(namespace), headers);
    expect((await eventually(read, ({ code }) => code === 200)).code).toBe(200);
    expect((await api.admin.get(paths.configMaps('default'), headers)).code).toBe(403);
  });

  it('issues a token for a ServiceAccount that stands for it', async () => {
    const namespace = await api.namespace();
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await api.admin.create(accounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'robot' },
    });
    const { code, body } = await api.admin.create(`${accounts}/robot/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3600 },
    });
    expect(code).toBe(201);
    const robot = createApiClient(api.world, String(body.status.token));
    const refused = await robot.get(paths.configMaps(namespace));
    robot.close();
    expect(refused.body.message).toContain(
      `User "system:serviceaccount:${namespace}:robot" cannot list`
    );
  });

  it('checks paths that are no resource', async () => {
    const nobody = api.as('nobody');
    expect((await nobody.get('/version')).code).toBe(200);
    expect((await nobody.get('/healthz')).body).toBe('ok');
    const { code, body } = await nobody.get('/logs');
    expect(code).toBe(403);
    expect(body.message).toBe('forbidden: User "nobody" cannot get path "/logs"');
  });
});
