/** One request of a case, as the manager `as`. Bodies are without apiVersion, kind and name: every case has one object. */
export interface ApplyStep {
  as: string;
  apply?: object;
  create?: object;
  /** Of the live object: what is given takes the place of its fields. */
  put?: object;
  merge?: object;
  json?: object[];
  subresource?: 'status' | 'scale';
  query?: string;
  /** Of the API; v1 unless told. */
  version?: string;
}

export interface ApplyCase {
  kind: keyof typeof applyKinds;
  steps: ApplyStep[];
}

/** Where the kinds of the cases are; Lamp is that of `installLamps`. */
export const applyKinds = {
  ConfigMap: { group: '', plural: 'configmaps' },
  Secret: { group: '', plural: 'secrets' },
  Service: { group: '', plural: 'services' },
  ServiceAccount: { group: '', plural: 'serviceaccounts' },
  PersistentVolumeClaim: { group: '', plural: 'persistentvolumeclaims' },
  Deployment: { group: 'apps', plural: 'deployments' },
  StatefulSet: { group: 'apps', plural: 'statefulsets' },
  CronJob: { group: 'batch', plural: 'cronjobs' },
  Ingress: { group: 'networking.k8s.io', plural: 'ingresses' },
  NetworkPolicy: { group: 'networking.k8s.io', plural: 'networkpolicies' },
  Role: { group: 'rbac.authorization.k8s.io', plural: 'roles' },
  RoleBinding: { group: 'rbac.authorization.k8s.io', plural: 'rolebindings' },
  Lamp: { group: undefined, plural: 'lamps' },
} as const;

const main = { name: 'main', image: 'registry.test/web:1' };
const matchLabels = { app: 'a' };

/** Paused or without replicas: no controller of a whole cluster makes anything of it. */
function workload(pod: object = { containers: [main] }, more: object = {}) {
  const template = { metadata: { labels: matchLabels }, spec: pod };
  return { spec: { replicas: 0, selector: { matchLabels }, template, ...more } };
}

function onlyPod(pod: object) {
  return { spec: { template: { spec: pod } } };
}

const volumes = [
  { name: 'conf', configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } },
  { name: 'data', emptyDir: {} },
];
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
const lamp = (more: object = {}) => ({ spec: { lumens: 800, ...more } });

export const applyCases: Record<string, ApplyCase> = {
  'a new object': { kind: 'ConfigMap', steps: [{ as: 'one', apply: { data: { x: '1' } } }] },
  'labels and annotations': {
    kind: 'ConfigMap',
    steps: [
      {
        as: 'one',
        apply: { metadata: { labels: { a: '1', 'b.test/c': '2' }, annotations: { d: 'e' } } },
      },
    ],
  },
  'an empty map': { kind: 'ConfigMap', steps: [{ as: 'one', apply: { data: {} } }] },
  'finalizers of two managers': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { metadata: { finalizers: ['a.test/one'] } } },
      { as: 'two', apply: { metadata: { finalizers: ['b.test/two'] } } },
      { as: 'end', json: [{ op: 'remove', path: '/metadata/finalizers/0' }] },
    ],
  },
  'another value by the same manager': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1', y: '1' } } },
      { as: 'one', apply: { data: { x: '2' } } },
    ],
  },
  'a conflict, which changes nothing': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1' } } },
      { as: 'two', apply: { data: { x: '2', y: '2' } } },
    ],
  },
  'a conflict, forced': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1', y: '1' } } },
      { as: 'two', apply: { data: { x: '2' } }, query: '&force=true' },
    ],
  },
  'everything taken by force': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1' } } },
      { as: 'two', apply: { data: { x: '2' } }, query: '&force=true' },
    ],
  },
  'a shared field': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1' } } },
      { as: 'two', apply: { data: { x: '1' } } },
    ],
  },
  'a shared field that one lets go': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1', y: '1' } } },
      { as: 'two', apply: { data: { x: '1' } } },
      { as: 'one', apply: { data: { y: '1' } } },
    ],
  },
  'a manager that applies nothing any more': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1' } } },
      { as: 'two', apply: { data: { y: '1' } } },
      { as: 'two', apply: {} },
    ],
  },
  'a dry run': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1' } } },
      { as: 'two', apply: { data: { y: '1' } }, query: '&dryRun=All' },
    ],
  },
  'a merge patch over what was applied': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1', y: '1' } } },
      { as: 'hand', merge: { data: { x: '2', z: '3' } } },
    ],
  },
  'a merge patch that removes': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1', y: '1' } } },
      { as: 'hand', merge: { data: { x: null } } },
    ],
  },
  'a JSON patch': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', create: { data: { x: '1' } } },
      { as: 'hand', json: [{ op: 'add', path: '/data/y', value: '2' }] },
    ],
  },
  'a PUT by another': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', create: { data: { x: '1', y: '1' } } },
      { as: 'two', put: { data: { y: '2', z: '3' } } },
    ],
  },
  'an update by the manager that applied': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', apply: { data: { x: '1' } } },
      { as: 'one', merge: { data: { x: '2', y: '2' } } },
    ],
  },
  'an apply over what was created': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', create: { data: { x: '1', y: '1' } } },
      { as: 'one', apply: { data: { x: '1' } } },
    ],
  },
  'managers forgotten, then an apply': {
    kind: 'ConfigMap',
    steps: [
      { as: 'one', create: { data: { x: '1' } } },
      { as: 'end', merge: { metadata: { managedFields: [{}] } } },
      { as: 'two', apply: { data: { y: '1' } } },
    ],
  },
  'stringData of a Secret': {
    kind: 'Secret',
    steps: [{ as: 'one', apply: { stringData: { a: 'x' }, data: { b: 'eA==' }, type: 'Opaque' } }],
  },
  'ports of a Service': {
    kind: 'Service',
    steps: [
      {
        as: 'one',
        apply: { spec: { selector: matchLabels, ports: [{ name: 'http', port: 80 }] } },
      },
      { as: 'two', apply: { spec: { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] } } },
    ],
  },
  'a Service that was created': {
    kind: 'Service',
    steps: [
      { as: 'one', create: { spec: { ports: [{ port: 80 }], type: 'ClusterIP' } } },
      { as: 'two', merge: { spec: { sessionAffinity: 'ClientIP' } } },
    ],
  },
  'secrets of a ServiceAccount': {
    kind: 'ServiceAccount',
    steps: [
      { as: 'one', apply: { imagePullSecrets: [{ name: 'a' }] } },
      { as: 'two', apply: { imagePullSecrets: [{ name: 'b' }], secrets: [{ name: 's' }] } },
    ],
  },
  'a volume claim': {
    kind: 'PersistentVolumeClaim',
    steps: [
      {
        as: 'one',
        apply: {
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
            storageClassName: 'none',
          },
        },
      },
    ],
  },
  'a Deployment, created': { kind: 'Deployment', steps: [{ as: 'one', create: workload() }] },
  'containers of two managers': {
    kind: 'Deployment',
    steps: [
      { as: 'one', apply: workload() },
      { as: 'two', apply: onlyPod({ containers: [{ name: 'side', image: 'registry.test/s:1' }] }) },
    ],
  },
  'environment, ports and mounts of a container': {
    kind: 'Deployment',
    steps: [
      {
        as: 'one',
        apply: workload({
          containers: [
            {
              ...main,
              args: ['a', 'b'],
              env: [
                { name: 'A', value: '1' },
                { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              ],
              ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }],
              resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } },
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
              readinessProbe: { httpGet: { path: '/', port: 80 } },
            },
          ],
          volumes,
          tolerations: [{ key: 'a', operator: 'Exists' }],
          nodeSelector: { disk: 'fast' },
        }),
      },
    ],
  },
  'one variable removed': {
    kind: 'Deployment',
    steps: [
      {
        as: 'one',
        apply: workload({ containers: [{ ...main, env: [{ name: 'A' }, { name: 'B' }] }] }),
      },
      { as: 'one', apply: workload({ containers: [{ ...main, env: [{ name: 'B' }] }] }) },
    ],
  },
  'replicas by scale': {
    kind: 'Deployment',
    steps: [
      { as: 'one', apply: { spec: { ...workload().spec, replicas: 0, paused: true } } },
      { as: 'scaler', merge: { spec: { replicas: 2 } }, subresource: 'scale' },
      { as: 'one', apply: { spec: { ...workload().spec, replicas: undefined, paused: true } } },
    ],
  },
  'a StatefulSet': {
    kind: 'StatefulSet',
    steps: [
      {
        as: 'one',
        apply: workload(undefined, {
          serviceName: 'a',
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '1Gi' } },
              },
            },
          ],
        }),
      },
    ],
  },
  'a CronJob': {
    kind: 'CronJob',
    steps: [
      {
        as: 'one',
        apply: {
          spec: {
            schedule: '0 0 1 1 *',
            suspend: true,
            jobTemplate: {
              spec: { template: { spec: { restartPolicy: 'Never', containers: [main] } } },
            },
          },
        },
      },
    ],
  },
  'rules of an Ingress': {
    kind: 'Ingress',
    steps: [
      {
        as: 'one',
        apply: {
          spec: {
            tls: [{ hosts: ['a.test'], secretName: 't' }],
            rules: [
              {
                host: 'a.test',
                http: {
                  paths: [
                    {
                      path: '/',
                      pathType: 'Prefix',
                      backend: { service: { name: 'a', port: { number: 80 } } },
                    },
                  ],
                },
              },
            ],
          },
        },
      },
    ],
  },
  'a NetworkPolicy': {
    kind: 'NetworkPolicy',
    steps: [
      {
        as: 'one',
        apply: { spec: { podSelector: { matchLabels }, ingress: [{}], policyTypes: ['Ingress'] } },
      },
    ],
  },
  'rules of a Role': { kind: 'Role', steps: [{ as: 'one', apply: { rules } }] },
  'subjects of a RoleBinding': {
    kind: 'RoleBinding',
    steps: [
      {
        as: 'one',
        apply: {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
          subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'default' }],
        },
      },
    ],
  },
  'keyed lists, sets and atomic lists of a custom resource': {
    kind: 'Lamp',
    steps: [
      {
        as: 'one',
        apply: lamp({ bulbs: [{ socket: 'l', watts: 5 }], tags: ['x'], steps: ['s'] }),
      },
      {
        as: 'two',
        apply: lamp({ bulbs: [{ socket: 'l', tint: 'warm' }, { socket: 'r' }], tags: ['x', 'y'] }),
      },
    ],
  },
  'a default that nobody set': {
    kind: 'Lamp',
    steps: [{ as: 'one', create: lamp({ free: { any: [1, { b: 2 }] } }) }],
  },
  'the status of a custom resource': {
    kind: 'Lamp',
    steps: [
      { as: 'one', apply: lamp() },
      { as: 'one', apply: { status: { lit: true } }, subresource: 'status' },
      { as: 'two', merge: { status: { replicas: 1 } }, subresource: 'status' },
    ],
  },
  'two versions of a custom resource': {
    kind: 'Lamp',
    steps: [
      { as: 'one', apply: lamp({ name: 'a' }) },
      { as: 'two', apply: lamp({ mode: 'flood' }), version: 'v1beta1' },
      { as: 'one', apply: lamp({ replicas: 1 }), version: 'v1beta1' },
    ],
  },
  'the scale of a custom resource': {
    kind: 'Lamp',
    steps: [
      { as: 'one', apply: lamp({ replicas: 1 }) },
      { as: 'scaler', merge: { spec: { replicas: 3 } }, subresource: 'scale' },
    ],
  },
};
