import fc from 'fast-check';
import type { KubernetesObject } from '../kubernetes/object.ts';

/** Objects as a cluster has them, and odd ones, for the fuzz suites; and edits of them as people and tools make. */

const hostile = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '<img src=x onerror=alert(1)>',
  '\u001b[31mred',
  'a\u202egnp.exe',
  'zero\u200bwidth',
  'nul\u0000',
  'with space',
  'a.b/c',
  'x[0]',
  ''
);
const word = fc.constantFrom(
  'app',
  'web',
  'db',
  'cache',
  'sidecar',
  'log',
  'tmp',
  'http',
  'metrics'
);
const key = fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: hostile });
const lines = fc
  .array(fc.oneof(word, hostile, fc.constantFrom('key: value', '  nested: 1', '')), {
    maxLength: 8,
  })
  .map(parts => parts.join('\n'));
const scalar: fc.Arbitrary<unknown> = fc.oneof(
  word,
  fc.integer({ min: -3, max: 9999 }),
  fc.boolean(),
  fc.constantFrom(null, '', '1', '1000m', '500m', '0.5', '1Gi', '1024Mi', '10m', '600s', 'TCP'),
  lines,
  hostile
);

/** Any value at all: what a custom resource or a chart's values hold. */
const anything: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.dictionary(key, tie('value'), { maxKeys: 3 }), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 })
  ),
})).value;

const quantity = fc.constantFrom('100m', '0.1', '1', '1000m', '1Gi', '1024Mi', 2, '2');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Some of the fields, as manifests have them: those that are `undefined` are left out. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(fields).map(whole => {
    const present = Object.entries(whole).filter(([, value]) => value !== undefined);
    return Object.fromEntries(present) as Record<string, unknown>;
  });

const variable = some({ name: word, value: optional(fc.oneof(word, fc.constant('$(APP)/x'))) });
const port = some({
  name: optional(word),
  containerPort: fc.constantFrom(80, 443, 8080),
  protocol: optional(fc.constantFrom('TCP', 'UDP')),
});
const container = some({
  name: word,
  image: fc.constantFrom('nginx:1', 'nginx:2', 'redis:7'),
  args: optional(
    fc.array(fc.constantFrom('--log=info', '--log=debug', '-v', 'run', '--port', '80'), {
      maxLength: 5,
    })
  ),
  env: optional(fc.array(variable, { maxLength: 5 })),
  ports: optional(fc.array(port, { maxLength: 4 })),
  resources: optional(
    some({ limits: fc.dictionary(fc.constantFrom('cpu', 'memory'), quantity, { maxKeys: 2 }) })
  ),
  volumeMounts: optional(
    fc.array(some({ name: word, mountPath: fc.constantFrom('/a', '/b', '/c') }), { maxLength: 3 })
  ),
});
const tags = fc.dictionary(
  fc.constantFrom('app', 'helm.sh/chart', 'checksum/config', 'app.kubernetes.io/managed-by', 'x'),
  word,
  { maxKeys: 4 }
);
const metadata = some({
  name: word,
  namespace: optional(word),
  labels: optional(tags),
  annotations: optional(tags),
  finalizers: optional(fc.array(word, { maxLength: 3 })),
  creationTimestamp: optional(fc.constantFrom(null, '2020-01-01T00:00:00Z')),
});
const podTemplate = some({
  metadata: optional(some({ labels: optional(tags), annotations: optional(tags) })),
  spec: some({
    containers: fc.array(container, { maxLength: 3 }),
    initContainers: optional(fc.array(container, { maxLength: 2 })),
    tolerations: optional(
      fc.array(some({ key: word, effect: optional(fc.constantFrom('NoSchedule', 'NoExecute')) }), {
        maxLength: 3,
      })
    ),
    volumes: optional(fc.array(some({ name: word, emptyDir: fc.constant({}) }), { maxLength: 3 })),
  }),
});

const bodies: fc.Arbitrary<Record<string, unknown>>[] = [
  some({
    apiVersion: fc.constant('apps/v1'),
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet'),
    metadata,
    spec: some({
      replicas: optional(fc.integer({ min: 0, max: 3 })),
      selector: some({ matchLabels: tags }),
      template: podTemplate,
    }),
  }),
  some({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('Service'),
    metadata,
    spec: some({
      type: optional(fc.constantFrom('ClusterIP', 'NodePort')),
      ports: fc.array(
        some({
          name: optional(word),
          port: fc.constantFrom(80, 443),
          targetPort: optional(fc.constantFrom(80, 'http')),
          protocol: optional(fc.constantFrom('TCP', 'UDP')),
        }),
        { maxLength: 4 }
      ),
    }),
  }),
  some({
    apiVersion: fc.constant('v1'),
    kind: fc.constantFrom('ConfigMap', 'Secret'),
    metadata,
    immutable: optional(fc.boolean()),
    data: optional(fc.dictionary(key, lines, { maxKeys: 3 })),
  }),
  some({
    apiVersion: fc.constant('rbac.authorization.k8s.io/v1'),
    kind: fc.constant('Role'),
    metadata,
    rules: fc.array(
      some({
        apiGroups: fc.array(word, { maxLength: 2 }),
        resources: fc.array(word, { maxLength: 3 }),
        verbs: fc.array(fc.constantFrom('get', 'list', 'watch', '*'), { maxLength: 4 }),
      }),
      { maxLength: 4 }
    ),
  }),
  some({
    apiVersion: fc.constant('helm.toolkit.fluxcd.io/v2'),
    kind: fc.constant('HelmRelease'),
    metadata,
    spec: some({
      interval: fc.constantFrom('10m', '600s', '1h'),
      values: optional(fc.dictionary(key, anything, { maxKeys: 4 })),
    }),
  }),
  some({
    apiVersion: fc.constant('example.org/v1'),
    kind: fc.constant('Thing'),
    metadata: optional(
      fc.oneof({ weight: 9, arbitrary: metadata }, { weight: 1, arbitrary: anything })
    ),
    spec: optional(anything),
    status: optional(anything),
  }),
];

/** May lack what every object has: whoever reads it must bear that. */
export const anObject = fc.oneof(...bodies) as fc.Arbitrary<KubernetesObject>;

/** The object after a few edits: values changed, keys and items added, taken away, doubled, moved, or all of it new. */
export function anEdit(object: KubernetesObject): fc.Arbitrary<KubernetesObject> {
  const edits = fc
    .array(fc.record({ where: fc.nat(), how: fc.nat(9), value: anything, key }), {
      minLength: 1,
      maxLength: 6,
    })
    .map(steps => {
      const copy = structuredClone(object);
      for (const step of steps) edit(copy, step);
      return copy;
    });
  const other = anObject.map(whole => ({
    ...whole,
    apiVersion: object.apiVersion,
    kind: object.kind,
  }));
  return fc.oneof({ weight: 5, arbitrary: edits }, { weight: 1, arbitrary: other });
}

interface Edit {
  where: number;
  how: number;
  value: unknown;
  key: string;
}

function edit(object: KubernetesObject, { where, how, value, key: name }: Edit): void {
  const holders: (unknown[] | Record<string, unknown>)[] = [];
  const collect = (at: unknown) => {
    if (typeof at !== 'object' || at === null) return;
    if (at !== object) holders.push(at as Record<string, unknown>);
    Object.values(at).forEach(collect);
  };
  collect(object);
  const holder = holders[where % Math.max(holders.length, 1)];
  if (!holder) return;
  if (Array.isArray(holder)) {
    const at = (where >> 3) % (holder.length + 1);
    const item = holder[at % Math.max(holder.length, 1)];
    if (how < 2) holder.splice(at, 0, structuredClone(value));
    else if (how < 4) holder.splice(at, 1);
    else if (how < 6 && holder.length > 0) holder.splice(at, 0, structuredClone(item));
    else if (how < 8) holder.unshift(...holder.splice(at, 1));
    else holder.reverse();
    return;
  }
  const keys = Object.keys(holder);
  const present = keys[(where >> 3) % Math.max(keys.length, 1)];
  const define = (field: string, content: unknown) =>
    Object.defineProperty(holder, field, {
      value: content,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  if (present === undefined || how < 2) define(name, structuredClone(value));
  else if (how < 4) Reflect.deleteProperty(holder, present);
  else define(present, structuredClone(value));
}
