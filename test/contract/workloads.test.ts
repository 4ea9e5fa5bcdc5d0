import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { health } from '../../src/core/kubernetes/health.ts';
import { type KubernetesObject, list, record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { type Cluster, startCluster } from '../../src/demo/cluster/cluster.ts';
import { operatorCrds } from '../../src/demo/homelab/operatorCrds.ts';
import type { ImageBehaviour } from '../../src/demo/workloads/imageBehaviour.ts';
import { type Kubelet, startKubelet } from '../../src/demo/workloads/kubelet.ts';
import { startWorkloads } from '../../src/demo/workloads/workloads.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';

const images: Record<string, ImageBehaviour> = {
  'web:1': { log: ['listening'] },
  'web:2': {},
  'web:crash': { crashes: { exitCode: 3, afterSeconds: 0, log: ['no such database'] } },
  'web:big': { needsMemory: '256Mi' },
  'web:deaf': { neverReady: true },
  'web:talks': { log: ['one', 'two'] },
  'tool:1': { runs: 'completes' },
  'tool:bad': { crashes: { exitCode: 1, afterSeconds: 0 } },
};
const pace = { pull: 50, ready: 100, stop: 50, complete: 100, backOff: 400, retry: 200 };
const patient = { timeout: 30_000, interval: 50 };
const namespace = 'default';

let cluster: Cluster;
let kubelet: Kubelet;
let workloads: { close(): Promise<void> };
let client: KubernetesClient;
let realPort = 0;

beforeAll(async () => {
  cluster = await startCluster({ dial: (address, port) => kubelet?.dial(address, port) });
  const access = (user: string) => ({
    server: cluster.url,
    ca: cluster.ca,
    token: async () => cluster.token(user),
  });
  client = createClient(access('admin'));
  workloads = startWorkloads({ access: access('controllers') });
  kubelet = startKubelet({
    access: access('kubelet'),
    node: 'noah-1',
    images: image => images[image],
    processes: pod => (pod.metadata.labels?.app === 'real' ? { 80: realPort } : undefined),
    pace,
  });
});

afterAll(async () => {
  client.close();
  await Promise.all([workloads.close(), kubelet.close()]);
  await cluster.close();
});

const kinds: Record<string, [version: string, plural: string, group?: string]> = {
  Pod: ['v1', 'pods'],
  Secret: ['v1', 'secrets'],
  Service: ['v1', 'services'],
  Endpoints: ['v1', 'endpoints'],
  Event: ['v1', 'events'],
  PersistentVolumeClaim: ['v1', 'persistentvolumeclaims'],
  PersistentVolume: ['v1', 'persistentvolumes'],
  StorageClass: ['v1', 'storageclasses', 'storage.k8s.io'],
  Deployment: ['v1', 'deployments', 'apps'],
  ReplicaSet: ['v1', 'replicasets', 'apps'],
  StatefulSet: ['v1', 'statefulsets', 'apps'],
  DaemonSet: ['v1', 'daemonsets', 'apps'],
  Job: ['v1', 'jobs', 'batch'],
  CustomResourceDefinition: ['v1', 'customresourcedefinitions', 'apiextensions.k8s.io'],
  ExternalSecret: ['v1', 'externalsecrets', 'external-secrets.io'],
  SecretStore: ['v1', 'secretstores', 'external-secrets.io'],
};
const clusterScoped = new Set(['PersistentVolume', 'StorageClass', 'CustomResourceDefinition']);

function pathOf(kind: string, name?: string, subresource?: string): string {
  const [version, plural, group = ''] = kinds[kind]!;
  const at = clusterScoped.has(kind) ? {} : { namespace };
  return resourcePath({ group, version, plural, ...at, name, subresource });
}

async function apply(kind: string, name: string, fields: object): Promise<KubernetesObject> {
  const [version, , group] = kinds[kind]!;
  return client.request<KubernetesObject>({
    method: 'PATCH',
    path: pathOf(kind, name),
    query: { fieldManager: 'test', force: true },
    contentType: 'application/apply-patch+yaml',
    body: {
      apiVersion: group ? `${group}/${version}` : version,
      kind,
      metadata: { name },
      ...fields,
    },
  });
}

const get = (kind: string, name: string) =>
  client.request<KubernetesObject>({ path: pathOf(kind, name) });

async function listOf(kind: string, app?: string): Promise<KubernetesObject[]> {
  const query = { labelSelector: app && `app=${app}` };
  const { items } = await client.request<{ items: KubernetesObject[] }>({
    path: pathOf(kind),
    query,
  });
  return items;
}

const podsOf = (app: string) => listOf('Pod', app);

async function eventsOf(name: string): Promise<string[]> {
  const events = await listOf('Event');
  return events
    .filter(event => String(record(event.involvedObject).name).startsWith(name))
    .map(event => `${String(event.reason)}: ${String(event.message)}`);
}

function template(app: string, image: string, more: object = {}, podMore: object = {}) {
  const containers = [{ name: 'main', image, ...more }];
  return { metadata: { labels: { app } }, spec: { containers, ...podMore } };
}

const deployment = (app: string, image: string, spec: object = {}, more: object = {}) =>
  apply('Deployment', app, {
    spec: {
      replicas: 1,
      progressDeadlineSeconds: 600,
      selector: { matchLabels: { app } },
      template: template(app, image, more),
      ...spec,
    },
  });

async function healthOf(kind: string, name: string) {
  return health(await get(kind, name), Date.now()).status;
}

const settles = (kind: string, name: string, status = 'Current') =>
  expect.poll(() => healthOf(kind, name), patient).toBe(status);

async function containerOf(app: string) {
  const [pod] = await podsOf(app);
  return record(list(record(pod?.status).containerStatuses)[0]);
}

const waitingReason = async (app: string) =>
  record(record((await containerOf(app)).state).waiting).reason;

const probe = { readinessProbe: { httpGet: { path: '/', port: 80 } } };

describe('a Deployment', () => {
  it('becomes available, tells so, and its pods stand behind their Service', async () => {
    await apply('Service', 'good', { spec: { selector: { app: 'good' }, ports: [{ port: 80 }] } });
    await deployment('good', 'web:1', { replicas: 2 }, probe);
    await settles('Deployment', 'good');
    const { status } = await get('Deployment', 'good');
    const [set] = await listOf('ReplicaSet', 'good');
    expect({ ...status, conditions: undefined }).toEqual({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    });
    expect(list(status?.conditions).map(one => [record(one).type, record(one).message])).toEqual([
      ['Available', 'Deployment has minimum availability.'],
      ['Progressing', `ReplicaSet "${set?.metadata.name}" has successfully progressed.`],
    ]);
    const addresses = async () => {
      const { subsets } = await get('Endpoints', 'good');
      return list(record(list(subsets)[0]).addresses).map(one => record(one).ip);
    };
    const pods = await podsOf('good');
    await expect
      .poll(async () => (await addresses()).sort(), patient)
      .toEqual(pods.map(pod => record(pod.status).podIP).sort());
  });

  it('is replaced pod by pod, and can be rolled back', async () => {
    const strategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    await deployment('rolls', 'web:1', { replicas: 3, strategy }, probe);
    await settles('Deployment', 'rolls');
    await deployment('rolls', 'web:2', { replicas: 3, strategy }, probe);
    const counts: [total: number, available: number][] = [];
    await expect
      .poll(async () => {
        const { status } = await get('Deployment', 'rolls');
        counts.push([Number(status?.replicas), Number(status?.availableReplicas)]);
        return healthOf('Deployment', 'rolls');
      }, patient)
      .toBe('Current');
    expect(Math.max(...counts.map(([total]) => total))).toBeLessThanOrEqual(4);
    expect(Math.min(...counts.map(([, available]) => available))).toBeGreaterThanOrEqual(3);
    await deployment('rolls', 'web:1', { replicas: 3, strategy }, probe);
    await settles('Deployment', 'rolls');
    const sets = await listOf('ReplicaSet', 'rolls');
    const revisionKey = 'deployment.kubernetes.io/revision';
    const told = sets.map(set => [set.metadata.annotations?.[revisionKey], set.spec?.replicas]);
    expect(told.sort()).toEqual([
      ['2', 0],
      ['3', 3],
    ]);
    const { metadata } = await get('Deployment', 'rolls');
    expect(metadata.annotations?.[revisionKey]).toBe('3');
  });

  it('keeps its old pods when the new image is nowhere, and runs out of time', async () => {
    await deployment('stuck', 'web:1', { progressDeadlineSeconds: 2 }, probe);
    await settles('Deployment', 'stuck');
    await deployment('stuck', 'web:none', { progressDeadlineSeconds: 2 }, probe);
    await settles('Deployment', 'stuck', 'Failed');
    const live = await get('Deployment', 'stuck');
    expect(conditionOf(live, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    });
    expect(live.status).toMatchObject({ replicas: 2, availableReplicas: 1 });
    const waiting = (await podsOf('stuck'))
      .map(pod => record(record(list(record(pod.status).containerStatuses)[0]).state).waiting)
      .filter(Boolean);
    expect(waiting).toEqual([
      {
        reason: expect.stringMatching(/^(ErrImagePull|ImagePullBackOff)$/) as string,
        message: expect.stringContaining('docker.io/library/web:none: not found') as string,
      },
    ]);
    await expect
      .poll(() => eventsOf('stuck'), patient)
      .toContain('BackOff: Back-off pulling image "web:none"');
    await deployment('stuck', 'web:2', { progressDeadlineSeconds: 2 }, probe);
    await settles('Deployment', 'stuck');
  });

  it('follows its scale, down to nothing', async () => {
    await deployment('scaled', 'web:1', { replicas: 3 });
    await settles('Deployment', 'scaled');
    await deployment('scaled', 'web:1', { replicas: 0 });
    await settles('Deployment', 'scaled');
    await expect.poll(async () => (await podsOf('scaled')).length, patient).toBe(0);
  });

  it('takes its pods with it', async () => {
    await deployment('gone', 'web:1');
    await settles('Deployment', 'gone');
    await client.request({ method: 'DELETE', path: pathOf('Deployment', 'gone') });
    await expect
      .poll(
        async () => [...(await podsOf('gone')), ...(await listOf('ReplicaSet', 'gone'))],
        patient
      )
      .toEqual([]);
  });
});

describe('a container', () => {
  it('that crashes is restarted, ever later, and leaves its log', async () => {
    await deployment('crashes', 'web:crash');
    await expect.poll(() => waitingReason('crashes'), patient).toBe('CrashLoopBackOff');
    const container = await containerOf('crashes');
    expect(container.restartCount).toBeGreaterThan(0);
    expect(record(container.lastState).terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    const [pod] = await podsOf('crashes');
    const log = await client.open({
      path: pathOf('Pod', pod!.metadata.name, 'log'),
      query: { previous: true },
    });
    expect((await log.toArray()).join('')).toBe('web:crash started\nno such database\n');
    expect(await healthOf('Deployment', 'crashes')).toBe('InProgress');
  });

  it('has a log: all of it, its end, with times, and until it ends', async () => {
    await deployment('talks', 'web:talks');
    await settles('Deployment', 'talks');
    const [pod] = await podsOf('talks');
    const log = (query: Record<string, string | number | boolean> = {}) =>
      client.open({ path: pathOf('Pod', pod!.metadata.name, 'log'), query });
    const read = async (query?: Record<string, string | number | boolean>) =>
      (await (await log(query)).toArray()).join('');
    expect([await read(), await read({ tailLines: 1 })]).toEqual(['one\ntwo\n', 'two\n']);
    expect(await read({ tailLines: 1, timestamps: true })).toMatch(/^20\d\d-\d\d-\d\dT\S+Z two\n$/);
    await expect(read({ container: 'other' })).rejects.toMatchObject({ status: 400 });
    // Who follows a log reads on until the container is gone.
    const followed = await log({ follow: true });
    await client.request({ method: 'DELETE', path: pathOf('Pod', pod!.metadata.name) });
    expect((await followed.toArray()).join('')).toBe('one\ntwo\n');
  });

  it('that needs more memory than its limit is killed', async () => {
    await deployment('big', 'web:big', {}, { resources: { limits: { memory: '128Mi' } } });
    await expect
      .poll(async () => record(record((await containerOf('big')).lastState).terminated), patient)
      .toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    await deployment('big', 'web:big', {}, { resources: { limits: { memory: '256Mi' } } });
    await settles('Deployment', 'big');
  });

  it('whose probe never passes runs, and is not ready', async () => {
    await deployment('deaf', 'web:deaf', { progressDeadlineSeconds: 1 }, probe);
    await settles('Deployment', 'deaf', 'Failed');
    const [pod] = await podsOf('deaf');
    expect(pod?.status).toMatchObject({ phase: 'Running' });
    expect(conditionOf(pod!, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [main]',
    });
    await expect
      .poll(() => eventsOf('deaf'), patient)
      .toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503');
  });

  it('waits for the Secret that it names', async () => {
    const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'wanted', key: 'a' } } }];
    await deployment('needs', 'web:1', {}, { env });
    const waiting = async () => record(record((await containerOf('needs')).state).waiting);
    await expect.poll(waiting, patient).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'secret "wanted" not found',
    });
    await apply('Secret', 'wanted', { stringData: { b: 'x' } });
    await expect
      .poll(async () => (await waiting()).message, patient)
      .toBe("couldn't find key a in Secret default/wanted");
    await apply('Secret', 'wanted', { stringData: { a: 'x' } });
    await settles('Deployment', 'needs');
  });

  it('is probed for real where a real process stands behind it', async () => {
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    realPort = (server.address() as AddressInfo).port;
    await apply('Service', 'real', { spec: { selector: { app: 'real' }, ports: [{ port: 80 }] } });
    const fast = { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 } };
    await deployment('real', 'web:1', {}, fast);
    await settles('Deployment', 'real');
    const ask = async () => {
      const answer = await client.open({ path: `${pathOf('Service', 'real:80', 'proxy')}/` });
      return (await answer.toArray()).join('');
    };
    await expect.poll(ask, patient).toBe('hello');
    server.closeAllConnections();
    server.close();
    await settles('Deployment', 'real', 'InProgress');
  });
});

it('lets a namespace go with all that runs in it', async () => {
  const at = (kind: string, namespace?: string, name?: string) => {
    const [version, plural, group = ''] = kinds[kind]!;
    return resourcePath({ group, version, plural, namespace, name });
  };
  const make = (path: string, body: object) => client.request({ method: 'POST', path, body });
  const metadata = { name: 'leaving' };
  await make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
  await make(at('Deployment', 'leaving'), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: template('web', 'web:1') },
  });
  const available = async () => {
    const path = at('Deployment', 'leaving', 'web');
    return (await client.request<KubernetesObject>({ path })).status?.availableReplicas;
  };
  await expect.poll(available, patient).toBe(1);
  await client.request({ method: 'DELETE', path: '/api/v1/namespaces/leaving' });
  const namespaces = async () => {
    const path = '/api/v1/namespaces';
    const { items } = await client.request<{ items: KubernetesObject[] }>({ path });
    return items.map(({ metadata }) => metadata.name);
  };
  await expect.poll(namespaces, patient).not.toContain('leaving');
});

it('says why a pod gets no node, and gives it one when that is over', async () => {
  const podSpec = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'late' } }] };
  await apply('Deployment', 'lost', {
    spec: {
      selector: { matchLabels: { app: 'lost' } },
      template: template('lost', 'web:1', {}, podSpec),
    },
  });
  const scheduled = async () => conditionOf((await podsOf('lost'))[0]!, 'PodScheduled');
  await expect.poll(async () => (await podsOf('lost')).length, patient).toBe(1);
  await expect.poll(scheduled, patient).toMatchObject({
    status: 'False',
    reason: 'Unschedulable',
    message: expect.stringContaining('persistentvolumeclaim "late" not found') as string,
  });
  await apply('PersistentVolume', 'late', {
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteMany'],
      nfs: { server: 'nas', path: '/late' },
    },
  });
  await apply('PersistentVolumeClaim', 'late', {
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: '',
      resources: { requests: { storage: '1Gi' } },
    },
  });
  await settles('PersistentVolumeClaim', 'late');
  await settles('Deployment', 'lost');
  expect((await get('PersistentVolumeClaim', 'late')).status).toMatchObject({
    capacity: { storage: '2Gi' },
  });
});

it('leaves a claim alone that waits for its first pod', async () => {
  await apply('StorageClass', 'lazy', {
    provisioner: 'example.org/disk',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  const spec = {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'lazy',
    resources: { requests: { storage: '1Gi' } },
  };
  await apply('PersistentVolumeClaim', 'lazy', { spec });
  await expect
    .poll(() => eventsOf('lazy'), patient)
    .toEqual(['WaitForFirstConsumer: waiting for first consumer to be created before binding']);
  expect((await get('PersistentVolumeClaim', 'lazy')).status).toMatchObject({ phase: 'Pending' });
});

it('numbers the pods of a StatefulSet, each with its own volume, one after the other', async () => {
  await apply('StatefulSet', 'db', {
    spec: {
      replicas: 2,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: template('db', 'web:1', probe),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'lazy',
            resources: { requests: { storage: '1Gi' } },
          },
        },
      ],
    },
  });
  const early: string[] = [];
  await expect
    .poll(async () => {
      const pods = await podsOf('db');
      const [first, second] = ['db-0', 'db-1'].map(name =>
        pods.find(pod => pod.metadata.name === name)
      );
      if (second && conditionOf(first!, 'Ready')?.status !== 'True') early.push('db-1');
      return healthOf('StatefulSet', 'db');
    }, patient)
    .toBe('Current');
  expect(early).toEqual([]);
  const pods = await podsOf('db');
  expect(pods.map(pod => pod.metadata.name).sort()).toEqual(['db-0', 'db-1']);
  await settles('PersistentVolumeClaim', 'data-db-1');
  await apply('StatefulSet', 'db', {
    spec: {
      replicas: 1,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: template('db', 'web:2', probe),
      volumeClaimTemplates: (await get('StatefulSet', 'db')).spec?.volumeClaimTemplates,
    },
  });
  await settles('StatefulSet', 'db');
  const images = (await podsOf('db')).map(
    pod => record(list(record(pod.spec).containers)[0]).image
  );
  expect(images).toEqual(['web:2']);
});

it('runs a DaemonSet on the node, after its init container', async () => {
  await apply('DaemonSet', 'agent', {
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: template(
        'agent',
        'web:1',
        {},
        { initContainers: [{ name: 'init', image: 'tool:1' }] }
      ),
    },
  });
  await settles('DaemonSet', 'agent');
  const [pod] = await podsOf('agent');
  expect(record(list(pod?.status?.initContainerStatuses)[0])).toMatchObject({
    ready: true,
    state: { terminated: { exitCode: 0, reason: 'Completed' } },
  });
});

it('ends a Job when it succeeds, and when it fails too often', async () => {
  const job = (image: string) => ({
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image }] } },
    },
  });
  await apply('Job', 'works', job('tool:1'));
  await apply('Job', 'fails', job('tool:bad'));
  await settles('Job', 'works');
  await settles('Job', 'fails', 'Failed');
  expect((await get('Job', 'works')).status).toMatchObject({ succeeded: 1 });
  expect(conditionOf(await get('Job', 'fails'), 'Failed')).toMatchObject({
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  });
});

it('makes a Secret from an ExternalSecret once its store works', async () => {
  for (const definition of operatorCrds()) {
    await client.request({
      method: 'POST',
      path: pathOf('CustomResourceDefinition'),
      body: definition,
    });
  }
  const known = () =>
    listOf('ExternalSecret').then(
      () => true,
      () => false
    );
  await expect.poll(known, patient).toBe(true);
  await apply('ExternalSecret', 'app', {
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: [{ secretKey: 'password', remoteRef: { key: 'app' } }],
    },
  });
  const ready = async () => conditionOf(await get('ExternalSecret', 'app'), 'Ready');
  await expect.poll(ready, patient).toMatchObject({
    status: 'False',
    reason: 'SecretSyncedError',
    message: 'could not get secret data from provider',
  });
  const auth = { tokenSecretRef: { name: 'vault-token', key: 'token' } };
  await apply('SecretStore', 'vault', { spec: { provider: { vault: { auth } } } });
  await settles('SecretStore', 'vault', 'Failed');
  await apply('Secret', 'vault-token', { stringData: { token: 'x' } });
  await settles('ExternalSecret', 'app');
  const secret = await get('Secret', 'app');
  expect(Object.keys(record(secret.data))).toEqual(['password']);
  expect(secret.metadata.ownerReferences).toMatchObject([{ kind: 'ExternalSecret', name: 'app' }]);
});

it('creates no more than it should: each owner has what it asks for', async () => {
  const sets = await listOf('ReplicaSet');
  const pods = await listOf('Pod');
  for (const set of sets) {
    const mine = pods.filter(pod => pod.metadata.ownerReferences?.[0]?.uid === set.metadata.uid);
    const live = mine.filter(pod => !pod.metadata.deletionTimestamp);
    expect([set.metadata.name, live.length]).toEqual([set.metadata.name, set.spec?.replicas]);
  }
});
