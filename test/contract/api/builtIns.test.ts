import { expect, it } from 'vitest';
import { describeApi } from './world.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const pod = {
  restartPolicy: 'Never',
  containers: [{ name: 'main', image: 'registry.test/web:1' }],
};
const cronJob = (schedule: string) => ({
  spec: { schedule, jobTemplate: { spec: { template: { spec: pod } } } },
});
const binding = (kind: string) => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'a' },
});

/** Each once: rules of single kinds that a person meets. `fields` are those that are refused. */
const cases: [what: string, root: string, plural: string, object: object, fields: string[]][] = [
  ['a schedule', '/apis/batch/v1', 'cronjobs', cronJob('*/5 * * * *'), []],
  ['a schedule by name', '/apis/batch/v1', 'cronjobs', cronJob('@daily'), []],
  [
    'a schedule of four fields',
    '/apis/batch/v1',
    'cronjobs',
    cronJob('* * * *'),
    ['spec.schedule'],
  ],
  ['an Ingress to nowhere', '/apis/networking.k8s.io/v1', 'ingresses', {}, ['spec']],
  [
    'a Role without groups and resources',
    rbac,
    'roles',
    { rules: [{ verbs: ['get'] }] },
    ['rules[0].apiGroups', 'rules[0].resources'],
  ],
  ['a binding to a ClusterRole', rbac, 'rolebindings', binding('ClusterRole'), []],
  ['a binding to no role', rbac, 'rolebindings', binding('Group'), ['roleRef.kind']],
];

describeApi('built-in kinds', api => {
  it.each(cases)('judge %s', async (_, root, plural, object, fields) => {
    const namespace = await api.namespace();
    const path = `${root}/namespaces/${namespace}/${plural}?dryRun=All`;
    const { code, body } = await api.admin.create(path, { metadata: { name: 'a' }, ...object });
    const refused = (body.details?.causes ?? []).map(cause => cause.field);
    expect({ code, refused }).toEqual({ code: fields.length > 0 ? 422 : 201, refused: fields });
  });
});
