import { describe, expect, it } from 'vitest';
import { deadlineExceeded } from '../../../test/fixtures/deadlineExceeded.ts';
import { failed, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { toInventoryId } from '../flux/inventory.ts';
import { createGraph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refText, toRef } from '../kubernetes/ref.ts';
import { workloadTrouble } from './workload.ts';

const now = Date.parse('2026-08-01T12:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

/** The finding of the first object, the others below and beside it. */
function told(
  objects: readonly KubernetesObject[],
  events: readonly KubernetesObject[] = [],
  reading: readonly string[] = []
): string | undefined {
  const [object] = objects;
  if (!object) return undefined;
  const world = {
    now,
    graph: createGraph(objects),
    isRead: () => false,
    isReading: ({ kind }: { kind: string }) => reading.includes(kind),
    eventsOf: ({ kind, name }: { kind: string; name: string }) =>
      events.filter(({ about }) => about === `${kind}/${name}`),
  };
  const found = workloadTrouble(objectId(toRef(object)), object, world);
  return (
    found && `${refText(found.object)} ${found.rule}: ${JSON.stringify(found.says.params ?? {})}`
  );
}

const event = (about: string, reason: string, message: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: reason },
  about,
  type: 'Warning',
  reason,
  message,
});

const owners = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: name }];
const deployment: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'media', generation: 1 },
  spec: { replicas: 1, progressDeadlineSeconds: 30 },
  status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1 },
};
const replicaSet: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web-1', namespace: 'media', ownerReferences: owners('Deployment', 'web') },
};

function pod(
  container: object,
  { age = 300, spec = {}, status = {} }: { age?: number; spec?: object; status?: object } = {}
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1-a',
      namespace: 'media',
      creationTimestamp: ago(age),
      ownerReferences: owners('ReplicaSet', 'web-1'),
    },
    spec: { containers: [{ name: 'app', image: 'x:1' }], ...spec },
    status: { phase: 'Pending', containerStatuses: [{ name: 'app', ...container }], ...status },
  };
}
const below = (object: KubernetesObject, ...others: KubernetesObject[]) => [
  deployment,
  replicaSet,
  object,
  ...others,
];
const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });
const unscheduled = (message: string, seconds = 300) => ({
  conditions: [
    { type: 'PodScheduled', status: 'False', message, lastTransitionTime: ago(seconds) },
  ],
});

describe('a Pod', () => {
  it('that waits for a volume leads to what the volume is made of, after a while', () => {
    const creating = waiting('ContainerCreating');
    const failed = (message: string) => [event('Pod/web-1-a', 'FailedMount', message)];
    const missing = failed('MountVolume.SetUp failed for volume "c" : configmap "gone" not found');
    expect(told(below(pod(creating)), missing)).toBe(
      'ConfigMap/media/gone missing: {"kind":"ConfigMap","name":"media/gone","by":"web"}'
    );
    expect(told(below(pod(creating, { age: 5 })), missing)).toBe(undefined);
    expect(told(below(pod(creating)))).toBe(undefined);
    const busy = failed('Unable to attach or mount volumes: timed out waiting for the condition');
    expect(told(below(pod(creating)), busy)).toBe(
      'Pod/media/web-1-a mount: {"said":"Unable to attach or mount volumes: timed out waiting for the condition"}'
    );
  });

  it('that no node takes is one after a minute, and its claim where that has no volume', () => {
    const spec = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
    const said = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
    const claim: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'media' },
      status: { phase: 'Pending' },
    };
    const at = (seconds: number) => pod({}, { spec, status: unscheduled(said, seconds) });
    const events = [
      event('PersistentVolumeClaim/data', 'ProvisioningFailed', 'storageclass "x" not found'),
    ];
    expect(told(below(at(10)))).toBe(undefined);
    expect(told(below(at(61)))).toBe(`Pod/media/web-1-a schedule: {"said":"${said}"}`);
    expect(told(below(at(61), claim), events)).toBe(
      'PersistentVolumeClaim/media/data claim: {"said":"storageclass \\"x\\" not found"}'
    );
    const gone = unscheduled('0/1 nodes are available: persistentvolumeclaim "data" not found.');
    expect(told(below(pod({}, { spec, status: gone })))).toBe(
      'PersistentVolumeClaim/media/data missing: {"kind":"PersistentVolumeClaim","name":"media/data","by":"web"}'
    );
  });

  it('whose image is refused tells so, and the Secret that is missing for it', () => {
    const refused = waiting(
      'ImagePullBackOff',
      'failed to authorize: failed to fetch oauth token: 401 Unauthorized'
    );
    expect(told(below(pod(refused)))).toBe('Pod/media/web-1-a image: {"image":"x:1"}');
    const unable =
      'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.';
    expect(
      told(below(pod(refused)), [event('Pod/web-1-a', 'FailedToRetrieveImagePullSecret', unable)])
    ).toBe('Secret/media/regcred missing: {"kind":"Secret","name":"media/regcred","by":"web"}');
  });

  it('that its liveness probe kills is no crash', () => {
    const killed = {
      ready: false,
      restartCount: 4,
      state: { running: {} },
      lastState: { terminated: { exitCode: 137, reason: 'Error' } },
    };
    const probe = 'Liveness probe failed: HTTP probe failed with statuscode: 500';
    expect(told(below(pod(killed)))).toBe(
      'Pod/media/web-1-a crash: {"container":"app","code":137,"restarts":4}'
    );
    expect(told(below(pod(killed)), [event('Pod/web-1-a', 'Unhealthy', probe)])).toBe(
      `Pod/media/web-1-a liveness: {"container":"app","said":"${probe}","restarts":4}`
    );
  });

  it('that was killed for memory once, long ago, is none', () => {
    const killed = (ready: boolean, seconds: number) => ({
      ready,
      restartCount: 1,
      state: { running: {} },
      lastState: {
        terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(seconds) },
      },
    });
    expect(told(below(pod(killed(true, 9000))))).toBe(undefined);
    expect(told(below(pod(killed(true, 60))))).toBe(
      'Pod/media/web-1-a memory.unlimited: {"container":"app","limit":"","restarts":1}'
    );
  });

  it('that its node put out tells why', () => {
    const message = 'The node was low on resource: ephemeral-storage.';
    const status = { phase: 'Failed', reason: 'Evicted', message, containerStatuses: [] };
    expect(told(below(pod({}, { status })))).toBe(
      `Pod/media/web-1-a evicted: {"said":"${message}"}`
    );
  });

  it('that runs and is not ready is one once that lasts longer than a rollout may', () => {
    const running = { ready: false, state: { running: {} } };
    const status = (seconds: number) => ({
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(seconds) }],
    });
    expect(told(below(pod(running, { status: status(29) })))).toBe(undefined);
    expect(told(below(pod(running, { status: status(31) })))).toBe(
      'Pod/media/web-1-a readiness: {"container":"app"}'
    );
  });

  it('is not late because the one that it replaces was', () => {
    const waiting = (name: string, seconds: number) => {
      const made = pod(
        { state: { running: { startedAt: ago(seconds) } }, ready: false },
        {
          age: seconds,
          status: {
            phase: 'Running',
            conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(seconds) }],
          },
        }
      );
      return { ...made, metadata: { ...made.metadata, name } };
    };
    const [old, corrected] = [waiting('web-1-old', 300), waiting('web-1-new', 5)];
    expect(told(below(corrected))).toBeUndefined();
    expect(told(below(corrected, old))).toBe('Pod/media/web-1-old readiness: {"container":"app"}');
  });

  it('needs a Secret that may come a moment later', () => {
    const config = waiting('CreateContainerConfigError', 'secret "late" not found');
    expect(told(below(pod(config, { age: 5 })))).toBe(undefined);
    expect(told(below(pod(config, { age: 30 })))).toBe(
      'Pod/media/web-1-a container: {"container":"app","said":"secret \\"late\\" not found"}'
    );
  });
});

describe('an object that somebody deleted', () => {
  const deleted = (seconds: number, more: object = {}): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'held',
      namespace: 'media',
      deletionTimestamp: ago(seconds),
      finalizers: ['example.org/hold'],
    },
    ...more,
  });

  it('and that does not go is held by its finalizers', () => {
    expect(told([deleted(30)])).toBe(undefined);
    expect(told([deleted(61)])).toBe(
      'ConfigMap/media/held terminating: {"said":"example.org/hold"}'
    );
  });

  it('tells what is left in it, where it is a namespace', () => {
    const message =
      'Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances';
    const conditions = [{ type: 'NamespaceFinalizersRemaining', status: 'True', message }];
    const namespace = deleted(300, { kind: 'Namespace', status: { conditions } });
    expect(
      told([
        {
          ...namespace,
          metadata: { ...namespace.metadata, namespace: undefined, finalizers: undefined },
        },
      ])
    ).toBe(`Namespace/held terminating: {"said":"${message}"}`);
  });
});

it('a CronJob whose last run did not succeed is trouble, one that runs or rests is none', () => {
  const cron = (status: object, spec: Record<string, unknown> = {}): KubernetesObject => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'media' },
    spec,
    status: { lastScheduleTime: ago(3600), ...status },
  });
  expect(told([cron({})])).toBe('CronJob/media/nightly cron: {}');
  expect(told([cron({ lastSuccessfulTime: ago(90_000) })])).toBe('CronJob/media/nightly cron: {}');
  expect(told([cron({ lastSuccessfulTime: ago(3500) })])).toBe(undefined);
  expect(told([cron({ active: [{}] })])).toBe(undefined);
  expect(told([cron({}, { suspend: true })])).toBe(undefined);
});

it('that a workload was too slow is said once what runs below it is read, or may not be', () => {
  const conditions = [deadlineExceeded];
  const late = { ...deployment, status: { ...deployment.status, conditions } };
  const said = `Deployment/media/web unhealthy: {"said":${JSON.stringify(
    deadlineExceeded.message
  )}}`;
  expect(told([late])).toBe(said);
  expect(told([late], [], ['PersistentVolumeClaim'])).toBe(said);
  for (const kind of ['ReplicaSet', 'Pod', 'Event']) {
    expect(told([late], [], [kind])).toBe('Deployment/media/web unhealthy: {}');
  }
  const refused = waiting('ImagePullBackOff');
  expect(told(below(pod(refused)), [], ['Event'])).toMatch(/^Pod\/media\/web-1-a image/);
});

it('a workload is not blamed for a health check that failed for one whose name begins as its own', () => {
  const named = (name: string) => ({ ...deployment, metadata: { name, namespace: 'media' } });
  const [web, other] = [named('web'), named('web-2')];
  const media = kustomization('media', {
    conditions: failed(
      "health check failed after 20s: timeout waiting for: [Deployment/media/web-2 status: 'InProgress']",
      'HealthCheckFailed'
    ),
    status: {
      inventory: {
        entries: [web, other].map(each => ({ id: toInventoryId(toRef(each)), v: 'v1' })),
      },
    },
  });
  expect(told([web, other, media])).toBeUndefined();
  expect(told([other, web, media])).toMatch(/^Deployment\/media\/web-2 unhealthy/);
});

it.each([
  ['exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1', 'quota'],
  ['failed quota: few: must specify limits.cpu for: app', 'quota'],
  ['violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false', 'refused'],
])('Pods that may not be made are trouble of who makes them: %s', (why, rule) => {
  const said = `pods "web-1-" is forbidden: ${why}`;
  const conditions = [
    { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: said },
  ];
  const refused = { ...deployment, status: { ...deployment.status, conditions } };
  expect(told([refused])).toBe(`Deployment/media/web ${rule}: ${JSON.stringify({ said })}`);
});
