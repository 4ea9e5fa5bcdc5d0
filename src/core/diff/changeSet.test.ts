import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef, versionOf } from '../kubernetes/ref.ts';
import { diffObjects, type ObjectDiff } from './changeSet.ts';
import { maskObject } from './mask.ts';
import type { NoiseId } from './noise.ts';

function object(id: string, body: Record<string, unknown> = {}): KubernetesObject {
  const [apiVersion = '', kind = ''] = id.split(' ');
  return { apiVersion, kind, metadata: { name: 'a', namespace: 'b' }, ...body };
}

function diff(left: KubernetesObject | undefined, right: KubernetesObject | undefined): ObjectDiff {
  const one = right ?? left ?? object('v1 X');
  return diffObjects({ ref: { ...toRef(one), version: versionOf(one.apiVersion) }, left, right });
}

/** Each difference in one line: `path: kind left -> right (noise)`. */
function said(left: KubernetesObject, right: KubernetesObject): string[] {
  return diff(left, right).fields.map(({ path, kind, left: from, right: to, noise, ...places }) => {
    const values =
      kind === 'moved' ? `${places.from} -> ${places.to}` : `${json(from)} -> ${json(to)}`;
    return `${path}: ${kind} ${values}${noise ? ` (${noise})` : ''}`;
  });
}

const json = (value: unknown) => JSON.stringify(value) ?? '';
const spec = (id: string, left: unknown, right: unknown) =>
  said(object(id, { spec: left }), object(id, { spec: right }));
const template = (pod: unknown, metadata?: unknown) => ({ template: { metadata, spec: pod } });
const container = (fields: unknown) => ({ containers: [{ name: 'app', ...(fields as object) }] });
const inPod = (left: unknown, right: unknown) => spec('v1 Pod', container(left), container(right));

describe('objects', () => {
  const namespace = object('v1 Namespace');

  it('D1.1 calls what one side has created or deleted, and D7.1 marks the risky ones', () => {
    expect(diff(undefined, namespace)).toEqual({
      ref: { group: '', version: 'v1', kind: 'Namespace', namespace: 'b', name: 'a' },
      change: 'created',
      fields: [],
      noise: 0,
      notComparable: 0,
      risk: 'namespace-created',
    });
    const risks = [
      'v1 Namespace',
      'v1 PersistentVolumeClaim',
      'v1 Secret',
      'apiextensions.k8s.io/v1 CustomResourceDefinition',
      'rbac.authorization.k8s.io/v1 ClusterRole',
      'example.org/v1 Secret',
    ].map(id => diff(object(id), undefined).risk);
    expect(risks).toEqual([
      'namespace-deleted',
      'volume-deleted',
      'secret-deleted',
      'crd-deleted',
      'rbac-deleted',
      undefined,
    ]);
  });

  it('D1.2 calls an object with nothing but noise the same', () => {
    const [left, right] = [{ 'helm.sh/chart': 'a-1' }, { 'helm.sh/chart': 'a-2' }].map(labels =>
      object('v1 Service', { metadata: { name: 'a', labels } })
    );
    expect(diff(left, right)).toMatchObject({ change: 'same', noise: 1, notComparable: 0 });
  });

  it.each([
    ['nothing', {}, {}],
    [
      'odd types',
      { apiVersion: 1, kind: [], metadata: 'x', spec: [1] },
      { metadata: [], spec: 'y' },
    ],
    ['null lists', { spec: { containers: null } }, { spec: { containers: [null, 1, 'a'] } }],
    ['keys of prototypes', JSON.parse('{"spec":{"__proto__":1,"constructor":2}}'), { spec: {} }],
  ])('never throws: %s', (_, left, right) => {
    const ref = { group: '', version: '', kind: '', namespace: '', name: '' };
    const pair = { ref, left: left as KubernetesObject, right: right as KubernetesObject };
    expect(() => diffObjects(pair)).not.toThrow();
    expect(() => diffObjects({ ...pair, left: pair.right, right: pair.left })).not.toThrow();
  });

  it('D9.1 compares what lies too deep as a whole', () => {
    const nest = (value: unknown, depth: number) => {
      let nested = value;
      for (let level = 0; level < depth; level++) nested = { a: nested };
      return nested;
    };
    const fields = diff(
      object('e/v1 X', { spec: nest(1, 20_000) }),
      object('e/v1 X', { spec: nest(2, 20_000) })
    ).fields;
    expect(fields.map(({ kind, steps }) => [kind, steps.length])).toEqual([['changed', 64]]);
  });
});

describe('lists', () => {
  it('D2.3 names a field by what identifies the items above it', () => {
    expect(inPod({ image: 'nginx:1' }, { image: 'nginx:2' })).toEqual([
      'spec.containers[name=app].image: changed "nginx:1" -> "nginx:2"',
    ]);
    const [left, right] = [object('v1 X'), object('v1 X')];
    left.metadata.annotations = { 'a.b/c': '1' };
    right.metadata.annotations = { 'a.b/c': '2' };
    expect(said(left, right)).toEqual(['metadata.annotations["a.b/c"]: changed "1" -> "2"']);
  });

  it('D2.4 D3.1 finds an item that was put before others', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    expect(inPod({ env }, { env: [{ name: 'C', value: '3' }, ...env] })).toEqual([
      'spec.containers[name=app].env[name=C]: added  -> {"name":"C","value":"3"}',
    ]);
  });

  it('D3.1 knows the keys of built-in lists', () => {
    const before = {
      ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }],
      volumeMounts: [
        { name: 'a', mountPath: '/a' },
        { name: 'a', mountPath: '/b' },
      ],
    };
    const after = {
      ports: [
        { containerPort: 53, protocol: 'TCP', name: 'x' },
        { containerPort: 53, protocol: 'UDP' },
      ],
      volumeMounts: [
        { name: 'c', mountPath: '/b' },
        { name: 'a', mountPath: '/a' },
      ],
    };
    expect(inPod(before, after)).toEqual([
      'spec.containers[name=app].ports[containerPort=53,protocol=TCP].name: added  -> "x"',
      'spec.containers[name=app].ports[containerPort=53,protocol=TCP].protocol: added  -> "TCP" (N5)',
      'spec.containers[name=app].ports[containerPort=53,protocol=UDP]: moved 0 -> 1 (N1)',
      'spec.containers[name=app].volumeMounts[mountPath=/b].name: changed "a" -> "c"',
      'spec.containers[name=app].volumeMounts[mountPath=/a]: moved 0 -> 1 (N1)',
    ]);
    expect(
      spec(
        'v1 Service',
        { ports: [{ name: 'http', port: 80 }] },
        { ports: [{ name: 'http', port: 8080 }] }
      )
    ).toEqual(['spec.ports[name=http].port: changed 80 -> 8080']);
  });

  it('D3.2 finds what names the items of other lists', () => {
    const left = {
      stages: [
        { id: 1, run: 'a' },
        { id: 2, run: 'b' },
      ],
      hosts: [{ host: 'x', tls: true }],
    };
    const right = {
      stages: [
        { id: 0, run: 'z' },
        { id: 1, run: 'a' },
        { id: 2, run: 'c' },
      ],
      hosts: [{ host: 'x', tls: false }],
    };
    expect(spec('e.org/v1 X', left, right)).toEqual([
      'spec.hosts[host=x].tls: changed true -> false',
      'spec.stages[id=0]: added  -> {"id":0,"run":"z"}',
      'spec.stages[id=2].run: changed "b" -> "c"',
    ]);
  });

  it('D3.3 matches arguments by their flag', () => {
    expect(
      inPod({ args: ['run', '--level=info', '-v'] }, { args: ['run', '-x', '--level=debug', '-v'] })
    ).toEqual([
      'spec.containers[name=app].args[="-x"]: added  -> "-x"',
      'spec.containers[name=app].args[="--level=info"]: changed "--level=info" -> "--level=debug"',
    ]);
  });

  it('D3.4 counts items that are named alike', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    expect(inPod({ env }, { env: [env[0], { name: 'A', value: '3' }] })).toEqual([
      'spec.containers[name=app].env[name=A#2].value: changed "2" -> "3"',
    ]);
    expect(inPod({ args: ['a', 'a'] }, { args: ['a', 'a', 'a'] })).toEqual([
      'spec.containers[name=app].args[="a"#3]: added  -> "a"',
    ]);
  });

  it('D3.5 matches items without a name by what they hold, and one between its neighbours', () => {
    const rule = (port: number, from: string) => ({ from, port, allow: true });
    expect(
      spec(
        'e.org/v1 X',
        { rules: [rule(1, 'a'), rule(2, 'b')] },
        { rules: [rule(3, 'c'), rule(2, 'x'), rule(1, 'a')] }
      )
    ).toEqual([
      'spec.rules[0]: added  -> {"from":"c","port":3,"allow":true}',
      'spec.rules[1].from: changed "b" -> "x"',
      'spec.rules[0]: moved 0 -> 2',
    ]);
    expect(inPod({ args: ['--port', '80', '-v'] }, { args: ['--port', '90', '-v'] })).toEqual([
      'spec.containers[name=app].args[="80"]: changed "80" -> "90"',
    ]);
    expect(inPod({ args: ['a', 'b'] }, { args: ['c', 'd'] })).toEqual([
      'spec.containers[name=app].args[="a"]: removed "a" -> ',
      'spec.containers[name=app].args[="b"]: removed "b" -> ',
      'spec.containers[name=app].args[="c"]: added  -> "c"',
      'spec.containers[name=app].args[="d"]: added  -> "d"',
    ]);
  });

  it('D3.6 tells a move from an edit, and moves as few as it can', () => {
    const init = (...names: string[]) => ({
      initContainers: names.map(name => ({ name, image: 'x' })),
    });
    expect(spec('v1 Pod', init('a', 'b', 'c', 'd'), init('d', 'a', 'b', 'c'))).toEqual([
      'spec.initContainers[name=d]: moved 3 -> 0',
    ]);
    const moved = init('d', 'a', 'b', 'c');
    moved.initContainers[0] = { name: 'd', image: 'y' };
    expect(spec('v1 Pod', init('a', 'b', 'c', 'd'), moved)).toEqual([
      'spec.initContainers[name=d]: moved 3 -> 0',
      'spec.initContainers[name=d].image: changed "x" -> "y"',
    ]);
  });

  it('D3.7 N1 takes the order of variables for noise unless one refers to another', () => {
    const [a, b] = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    const c = { name: 'C', value: '$(A)' };
    expect(inPod({ env: [a, b] }, { env: [b, a] })).toEqual([
      'spec.containers[name=app].env[name=A]: moved 0 -> 1 (N1)',
    ]);
    expect(inPod({ env: [a, c] }, { env: [c, a] })).toEqual([
      'spec.containers[name=app].env[name=A]: moved 0 -> 1',
    ]);
    const values = (env: unknown[]) =>
      object('helm.toolkit.fluxcd.io/v2 HelmRelease', { spec: { values: { env } } });
    expect(said(values([a, b]), values([b, a]))).toEqual(['spec.values.env[name=A]: moved 0 -> 1']);
  });
});

describe('noise', () => {
  it('N2 compares quantities as quantities, where the field is one', () => {
    expect(
      inPod(
        { resources: { limits: { cpu: '1000m', memory: '1Gi' }, requests: { cpu: 0.5 } } },
        { resources: { limits: { cpu: 1, memory: '1025Mi' }, requests: { cpu: '500m' } } }
      )
    ).toEqual([
      'spec.containers[name=app].resources.limits.cpu: changed "1000m" -> 1 (N2)',
      'spec.containers[name=app].resources.limits.memory: changed "1Gi" -> "1025Mi"',
      'spec.containers[name=app].resources.requests.cpu: changed 0.5 -> "500m" (N2)',
    ]);
    expect(spec('e.org/v1 X', { size: '1000m' }, { size: '1' })).toEqual([
      'spec.size: changed "1000m" -> "1"',
    ]);
  });

  it('N3 compares durations as durations, where the field is one', () => {
    const id = 'kustomize.toolkit.fluxcd.io/v1 Kustomization';
    expect(
      spec(
        id,
        { interval: '60s', timeout: '1m', path: '60s' },
        { interval: '1m', timeout: '2m', path: '1m' }
      )
    ).toEqual([
      'spec.interval: changed "60s" -> "1m" (N3)',
      'spec.path: changed "60s" -> "1m"',
      'spec.timeout: changed "1m" -> "2m"',
    ]);
  });

  it('N4 takes empty, null and absent for the same where Kubernetes does', () => {
    expect(inPod({ env: [], args: null, securityContext: {} }, {})).toEqual([
      'spec.containers[name=app].args: removed null ->  (N4)',
      'spec.containers[name=app].env: removed [] ->  (N4)',
      'spec.containers[name=app].securityContext: removed {} ->  (N4)',
    ]);
    expect(
      spec('v1 Pod', { volumes: [{ name: 'a', emptyDir: {} }] }, { volumes: [{ name: 'a' }] })
    ).toEqual(['spec.volumes[name=a].emptyDir: removed {} -> ']);
    expect(spec('networking.k8s.io/v1 NetworkPolicy', { podSelector: {} }, {})).toEqual([
      'spec.podSelector: removed {} -> ',
    ]);
    const values = (content: unknown) =>
      object('helm.toolkit.fluxcd.io/v2 HelmRelease', { spec: { values: content } });
    expect(said(values({ env: null }), values({}))).toEqual(['spec.values.env: removed null -> ']);
  });

  it('N5 knows the defaults that never depend on the cluster', () => {
    expect(
      spec(
        'v1 Service',
        { ports: [{ port: 80 }] },
        { type: 'ClusterIP', ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }] }
      )
    ).toEqual([
      'spec.ports[port=80,protocol=TCP].protocol: added  -> "TCP" (N5)',
      'spec.ports[port=80,protocol=TCP].targetPort: added  -> 80 (N5)',
      'spec.type: added  -> "ClusterIP" (N5)',
    ]);
    expect(
      spec('v1 Service', { ports: [{ port: 80 }] }, { ports: [{ port: 80, targetPort: 81 }] })
    ).toEqual(['spec.ports[port=80,protocol=TCP].targetPort: added  -> 81']);
  });

  it('N6 N8 N9 hides what charts, servers and owners write', () => {
    const labels = (version: string, owner: string) => ({
      'helm.sh/chart': `a-${version}`,
      'kustomize.toolkit.fluxcd.io/name': owner,
      app: version,
    });
    const left = {
      metadata: { name: 'a', labels: labels('1', 'x'), creationTimestamp: null },
      status: { a: 1 },
    };
    const right = { metadata: { name: 'a', labels: labels('2', 'y'), uid: 'u' }, status: {} };
    expect(said(object('v1 Service', left), object('v1 Service', right))).toEqual([
      'metadata.labels.app: changed "1" -> "2"',
      'metadata.labels["helm.sh/chart"]: changed "a-1" -> "a-2" (N6)',
      'metadata.labels["kustomize.toolkit.fluxcd.io/name"]: changed "x" -> "y" (N9)',
      'metadata.creationTimestamp: removed null ->  (N8)',
      'metadata.uid: added  -> "u" (N8)',
      'status: changed {"a":1} -> {} (N8)',
    ]);
  });

  it('N10 tells what a rule would hide that somebody took away, and never recreates for it', () => {
    const claim = (chart: string, selector: unknown) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'a', labels: { 'helm.sh/chart': chart } },
      spec: { selector },
    });
    const ref = {
      group: '',
      version: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: '',
      name: 'a',
    };
    const pair = { ref, left: claim('a-1', null), right: claim('a-2', undefined) };
    const seen = (...rules: NoiseId[]) => {
      const { change, noise, fields } = diffObjects(pair, rules);
      return [change, noise, fields.map(field => field.noise)];
    };
    expect(seen()).toEqual(['same', 2, ['N6', 'N4']]);
    expect(seen('N6')).toEqual(['changed', 1, [undefined, 'N4']]);
    expect(seen('N4')).toEqual(['changed', 1, ['N6', undefined]]);
  });

  it('N0 N7 shows a checksum that alone restarts pods, and hides it where more changed', () => {
    const deployment = (sum: string, image: string) =>
      template(container({ image }), { annotations: { 'checksum/config': sum } });
    const path = 'spec.template.metadata.annotations["checksum/config"]';
    expect(spec('apps/v1 Deployment', deployment('1', 'x'), deployment('2', 'x'))).toEqual([
      `${path}: changed "1" -> "2"`,
    ]);
    expect(spec('apps/v1 Deployment', deployment('1', 'x'), deployment('2', 'y'))).toEqual([
      `${path}: changed "1" -> "2" (N7)`,
      'spec.template.spec.containers[name=app].image: changed "x" -> "y"',
    ]);
  });
});

describe('immutable fields', () => {
  const recreated = (id: string, left: Record<string, unknown>, right: Record<string, unknown>) => {
    const { change, because } = diff(object(id, left), object(id, right));
    return because === undefined ? change : `${change} ${because}`;
  };

  it.each([
    [
      'apps/v1 Deployment',
      { spec: { selector: { matchLabels: { a: '1' } } } },
      { spec: { selector: { matchLabels: { a: '2' } } } },
      'recreated spec.selector.matchLabels.a',
    ],
    ['apps/v1 Deployment', { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, 'changed'],
    [
      'apps/v1 StatefulSet',
      { spec: { serviceName: 'a' } },
      { spec: { serviceName: 'b' } },
      'recreated spec.serviceName',
    ],
    [
      'batch/v1 Job',
      { spec: template(container({ image: 'a' })) },
      { spec: template(container({ image: 'b' })) },
      'recreated spec.template.spec.containers[name=app].image',
    ],
    [
      'batch/v1 CronJob',
      { spec: { jobTemplate: { spec: template({ a: 1 }) } } },
      { spec: { jobTemplate: { spec: template({ a: 2 }) } } },
      'changed',
    ],
    [
      'v1 PersistentVolumeClaim',
      { spec: { storageClassName: 'a' } },
      { spec: { storageClassName: 'b' } },
      'recreated spec.storageClassName',
    ],
    [
      'rbac.authorization.k8s.io/v1 RoleBinding',
      { roleRef: { name: 'a' } },
      { roleRef: { name: 'b' } },
      'recreated roleRef.name',
    ],
    [
      'storage.k8s.io/v1 StorageClass',
      { provisioner: 'a' },
      { provisioner: 'b' },
      'recreated provisioner',
    ],
    ['v1 Secret', { type: 'Opaque' }, { type: 'kubernetes.io/tls' }, 'recreated type'],
    ['v1 Secret', {}, { type: 'Opaque' }, 'changed'],
    [
      'e.org/v1 Deployment',
      { spec: { selector: { a: 1 } } },
      { spec: { selector: { a: 2 } } },
      'changed',
    ],
  ])('D6.1 %s %j -> %j', (id, left, right, expected) => {
    expect(recreated(id, left, right)).toBe(expected);
    expect(diff(object(id, left), object(id, right)).risk).toBe(
      expected.startsWith('recreated') ? 'recreated' : undefined
    );
  });

  it.each([
    [
      'v1 Service',
      { spec: { clusterIP: '10.0.0.1' } },
      { spec: { clusterIP: 'None' } },
      'recreated spec.clusterIP',
    ],
    ['v1 Service', { spec: { clusterIP: '10.0.0.1' } }, { spec: {} }, 'changed'],
    [
      'v1 Service',
      { spec: { clusterIP: '10.0.0.1', type: 'ExternalName' } },
      { spec: { clusterIP: 'None' } },
      'changed',
    ],
    [
      'v1 PersistentVolumeClaim',
      { spec: { resources: { requests: { storage: '1Gi' } } } },
      { spec: { resources: { requests: { storage: '2Gi' } } } },
      'changed',
    ],
    [
      'v1 PersistentVolumeClaim',
      { spec: { resources: { requests: { storage: '1Gi' } } } },
      { spec: { resources: { requests: { storage: '900Mi' } } } },
      'recreated spec.resources.requests.storage',
    ],
    [
      'v1 ConfigMap',
      { immutable: true, data: { a: '1' } },
      { immutable: true, data: { a: '2' } },
      'recreated data.a',
    ],
    ['v1 ConfigMap', { data: { a: '1' } }, { immutable: true, data: { a: '2' } }, 'changed'],
  ])('D6.2 %s %j -> %j', (id, left, right, expected) => {
    expect(recreated(id, left, right)).toBe(expected);
  });
});

describe('masked values', () => {
  const masked = (key: string, digit: string) => `lumen:masked:${key.repeat(8)}${digit.repeat(24)}`;
  const secret = (a: string) => object('v1 Secret', { data: { a } });
  const unknown = (digit: string) => `lumen:unknown:sops:${digit.repeat(32)}`;

  it('D8.1 compares masked values by their digests', () => {
    expect(diff(secret(masked('0', '1')), secret(masked('0', '1'))).change).toBe('same');
    expect(diff(secret(masked('0', '1')), secret(masked('0', '2')))).toMatchObject({
      change: 'changed',
      notComparable: 0,
    });
  });

  it.each([
    ['D8.2 ciphertext', unknown('1'), unknown('2')],
    ['D8.2 the same ciphertext', unknown('1'), unknown('1')],
    ['D8.2 a value against an unknown one', masked('0', '1'), 'lumen:unknown:variable'],
    ['D8.2 unknown pieces of a text', `a\nb=${unknown('1')}`, `a\nb=${unknown('2')}`],
    ['D8.3 digests of two keys', masked('0', '1'), masked('1', '1')],
    ['D8.3 digests of two keys in a text', `a: ${masked('0', '1')}`, `a: ${masked('1', '2')}`],
  ])('%s is not comparable', (_, left, right) => {
    const { change, notComparable, fields, noise } = diff(secret(left), secret(right));
    expect({ change, notComparable, noise, kinds: fields.map(({ kind }) => kind) }).toEqual({
      change: 'same',
      notComparable: 1,
      noise: 0,
      kinds: ['unknown'],
    });
  });

  it('D8.2 sees a change beside what is unknown', () => {
    expect(diff(secret(`a\nb=${unknown('1')}`), secret(`c\nb=${unknown('2')}`)).change).toBe(
      'changed'
    );
  });
});

describe('hostile values', () => {
  it('have no say in how they are written', () => {
    const hostile: unknown = JSON.parse('{"toString": [], "valueOf": {}}');
    const of = (value: unknown): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'web' },
      spec: { ports: [{ port: 80, targetPort: value }], externalIPs: [value] },
    });
    const ref = { group: '', version: 'v1', kind: 'Service', namespace: 'web', name: 'web' };
    const paths = (left: unknown, right: unknown) =>
      diffObjects({ ref, left: of(left), right: of(right) }).fields.map(({ path }) => path);
    expect(paths(undefined, hostile)).toContain('spec.ports[port=80,protocol=TCP].targetPort');
    expect(paths(hostile, 80)).toContain('spec.ports[port=80,protocol=TCP].targetPort');
    expect(maskObject(of(hostile), { digest: () => '0'.repeat(32) })).toEqual(of(hostile));
  });
});
