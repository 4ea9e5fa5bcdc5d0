import { describe, expect, it } from 'vitest';
import { deadlineExceeded } from '../../../test/fixtures/deadlineExceeded.ts';
import {
  failed,
  fluxObject,
  isReady,
  kustomization,
  newest,
  waits,
} from '../../../test/fixtures/fluxObjects.ts';
import { toInventoryId } from '../flux/inventory.ts';
import { createGraph } from '../graph/graph.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refText, toRef } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';

const now = Date.parse('2026-08-01T12:00:00Z');

/** Causes as a person would tell them: object, rule, victims. */
function told(objects: readonly KubernetesObject[], events: readonly KubernetesObject[] = []) {
  const { causes, notices } = diagnose({
    now,
    graph: createGraph(objects),
    isRead: ({ group }) => group.endsWith('fluxcd.io'),
    eventsOf: () => events,
  });
  return [...causes, ...notices].map(({ object, rule, victims, isFresh }) => ({
    cause: `${refText(object)} ${rule}`,
    victims: victims.map(({ object: victim, effect }) => `${refText(victim)} ${effect}`).sort(),
    fresh: isFresh,
  }));
}

const sourceFailed = (message: string, reason: string) => [
  ...failed(message, reason),
  { type: 'FetchFailed', status: 'True', reason, message },
];

function source(conditions: object[], parts: { spec?: object; status?: object } = {}) {
  return fluxObject('GitRepository', 'homelab', {
    spec: {
      url: 'https://forge.example/home/lab.git',
      secretRef: { name: 'forge' },
      ref: { branch: 'flux' },
      ...parts.spec,
    },
    status: { conditions, ...parts.status },
  });
}

const served = { artifact: { revision: newest } };
const notYet = () =>
  kustomization('apps', {
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'ArtifactFailed',
        message: 'Source artifact not found, retrying in 30s',
      },
    ],
    revision: undefined,
  });
const never = (object: KubernetesObject) => ({
  ...object,
  status: { ...object.status, lastAppliedRevision: undefined },
});

describe('of a source', () => {
  it('that cannot be reached, its users run on at what it gave before', () => {
    const message =
      'failed to checkout and determine revision: unable to list remote for \'https://forge.example/home/lab.git\': Get "https://forge.example/home/lab.git/info/refs?service=git-upload-pack": dial tcp 10.0.0.7:443: connect: connection refused';
    const objects = [
      source(sourceFailed(message, 'GitOperationFailed'), { status: served }),
      kustomization('apps'),
    ];
    expect(told(objects)).toEqual([
      {
        cause: 'GitRepository/flux-system/homelab unreachable',
        victims: ['Kustomization/flux-system/apps stale'],
        fresh: false,
      },
    ]);
  });

  it.each([
    ['credentials.rejected', 'authentication required: Unauthorized'],
    ['branch', `couldn't find remote ref "refs/heads/flux"`],
  ])('that never worked, its users wait (%s)', (rule, said) => {
    const message = `failed to checkout and determine revision: unable to clone 'https://forge.example/home/lab.git': ${said}`;
    const objects = [source(sourceFailed(message, 'GitOperationFailed')), never(notYet())];
    expect(told(objects)).toEqual([
      {
        cause: `GitRepository/flux-system/homelab ${rule}`,
        victims: ['Kustomization/flux-system/apps waiting'],
        fresh: true,
      },
    ]);
  });

  it('whose Secret is missing, the Secret is the cause', () => {
    const message = `failed to get secret 'flux-system/forge': secrets "forge" not found`;
    const objects = [source(sourceFailed(message, 'AuthenticationFailed')), never(notYet())];
    expect(told(objects)).toEqual([
      {
        cause: 'Secret/flux-system/forge missing',
        victims: [
          'GitRepository/flux-system/homelab broken',
          'Kustomization/flux-system/apps waiting',
        ],
        fresh: true,
      },
    ]);
  });

  it('that is being tried again goes on being the cause', () => {
    const message = `couldn't find remote ref "refs/heads/flux"`;
    const trying = [
      { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'building artifact' },
      { type: 'Ready', status: 'Unknown', reason: 'Progressing', message: 'building artifact' },
      { type: 'FetchFailed', status: 'True', reason: 'GitOperationFailed', message },
    ];
    expect(told([source(trying)]).map(({ cause }) => cause)).toEqual([
      'GitRepository/flux-system/homelab branch',
    ]);
  });

  it('that is suspended, nothing is broken and its users are held', () => {
    const objects = [
      source([isReady], { spec: { suspend: true }, status: served }),
      kustomization('apps'),
    ];
    expect(told(objects)).toEqual([
      {
        cause: 'GitRepository/flux-system/homelab suspended',
        victims: ['Kustomization/flux-system/apps held'],
        fresh: false,
      },
    ]);
  });
});

describe('of a chain', () => {
  const dependsOn = (...names: string[]) => ({ dependsOn: names.map(name => ({ name })) });
  const waitsFor = (name: string, other: string, says = 'is not ready') =>
    kustomization(name, {
      spec: dependsOn(other),
      conditions: waits(`dependency 'flux-system/${other}' ${says}`),
    });

  it('names the first that fails, and who waits for it', () => {
    const objects = [
      source([isReady], { status: served }),
      kustomization('infra', {
        conditions: failed('kustomization path not found: stat x', 'ArtifactFailed'),
      }),
      waitsFor('mon', 'infra'),
      waitsFor('apps', 'mon'),
    ];
    expect(told(objects)).toEqual([
      {
        cause: 'Kustomization/flux-system/infra path',
        victims: [
          'Kustomization/flux-system/apps waiting',
          'Kustomization/flux-system/mon waiting',
        ],
        fresh: false,
      },
    ]);
  });

  it('names what is depended on and does not exist', () => {
    const objects = [
      source([isReady], { status: served }),
      waitsFor(
        'apps',
        'gone',
        'not found: kustomizations.kustomize.toolkit.fluxcd.io "gone" not found'
      ),
    ];
    expect(told(objects)).toEqual([
      {
        cause: 'Kustomization/flux-system/gone missing',
        victims: ['Kustomization/flux-system/apps waiting'],
        fresh: false,
      },
    ]);
  });

  it('has no cause while all of it only waits or works', () => {
    const working = [
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'Progressing',
        message: 'Reconciliation in progress',
      },
      { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'Building manifests' },
    ];
    const objects = [
      source([isReady], { status: { artifact: { revision: 'flux@sha1:new' } } }),
      kustomization('infra', { conditions: working }),
      waitsFor('apps', 'infra'),
    ];
    expect(told(objects)).toEqual([]);
  });

  it('names a root that waits for the health of who waits for it', () => {
    const root = kustomization('root', {
      spec: { wait: true },
      conditions: failed(
        "health check failed after 20s: timeout waiting for: [Kustomization/flux-system/apps status: 'InProgress']",
        'HealthCheckFailed'
      ),
    });
    const entries = [{ id: toInventoryId(toRef(kustomization('apps'))), v: 'v1' }];
    const objects = [
      source([isReady], { status: served }),
      { ...root, status: { ...root.status, inventory: { entries } } },
      waitsFor('apps', 'root'),
    ];
    expect(told(objects)).toEqual([
      {
        cause: 'Kustomization/flux-system/root deadlock',
        victims: ['Kustomization/flux-system/apps waiting'],
        fresh: false,
      },
    ]);
  });
});

describe('of a Kustomization that is being tried again', () => {
  const trying = [
    { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'Building manifests' },
    {
      type: 'Ready',
      status: 'Unknown',
      reason: 'Progressing',
      message: 'Reconciliation in progress',
    },
  ];
  const event = (revision: string, lastTimestamp: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', annotations: { 'kustomize.toolkit.fluxcd.io/revision': revision } },
    type: 'Warning',
    reason: 'BuildFailed',
    message: 'kustomization path not found: stat x',
    lastTimestamp,
  });
  const apps = kustomization('apps', { conditions: trying, revision: 'flux@sha1:old' });
  const object = {
    ...apps,
    status: {
      ...apps.status,
      lastAttemptedRevision: newest,
      history: [
        {
          lastReconciledStatus: 'ReconciliationSucceeded',
          lastReconciled: '2026-08-01T11:00:00Z',
        },
      ],
    },
  };
  const objects = [source([isReady], { status: served }), object];

  it('its Events remember the failure, of the revision that is tried, and since the last success', () => {
    const causes = (...events: KubernetesObject[]) =>
      told(objects, events).map(({ cause }) => cause);
    expect(causes(event(newest, '2026-08-01T11:30:00Z'))).toEqual([
      'Kustomization/flux-system/apps path',
    ]);
    expect(causes(event('flux@sha1:older', '2026-08-01T11:30:00Z'))).toEqual([]);
    expect(causes(event(newest, '2026-08-01T10:30:00Z'))).toEqual([]);
    expect(causes()).toEqual([]);
  });

  it('a failure in the second of a success of another revision came after it', () => {
    const sameSecond = event(newest, '2026-08-01T11:00:00Z');
    const causes = (lastAppliedRevision: string) => {
      const status = { ...object.status, lastAppliedRevision };
      return told([source([isReady], { status: served }), { ...object, status }], [sameSecond]);
    };
    expect(causes('flux@sha1:old').map(({ cause }) => cause)).toEqual([
      'Kustomization/flux-system/apps path',
    ]);
    expect(causes(newest)).toEqual([]);
  });
});

describe('of what was applied', () => {
  const controlled = (kind: string, name: string) => [
    { apiVersion: 'apps/v1', kind, name, uid: name },
  ];
  const labels = {
    'kustomize.toolkit.fluxcd.io/name': 'apps',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  const deployment = (status: object): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'radarr', namespace: 'media', labels, generation: 1 },
    spec: { replicas: 1, progressDeadlineSeconds: 10 },
    status: { observedGeneration: 1, ...status },
  });
  const rollingOut = { replicas: 2, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
  const replicaSet: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: 'radarr-1',
      namespace: 'media',
      ownerReferences: controlled('Deployment', 'radarr'),
    },
  };
  const pod = (container: object, name = 'radarr-1-a'): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'media',
      creationTimestamp: '2026-08-01T11:00:00Z',
      ownerReferences: controlled('ReplicaSet', 'radarr-1'),
    },
    spec: {
      containers: [{ name: 'app', image: 'x:1', resources: { limits: { memory: '64Mi' } } }],
    },
    status: { phase: 'Running', containerStatuses: [{ name: 'app', ...container }] },
  });
  const tree = (
    container: object,
    conditions: object[] = [isReady],
    status: object = rollingOut
  ) => [
    source([isReady], { status: served }),
    kustomization('apps', { conditions }),
    deployment(status),
    replicaSet,
    pod(container),
  ];
  const healthFailed = failed(
    "health check failed after 20s: timeout waiting for: [Deployment/media/radarr status: 'InProgress']",
    'HealthCheckFailed'
  );

  it.each([
    ['image', { state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling' } } }],
    [
      'crash',
      {
        restartCount: 3,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      },
    ],
    [
      'crash',
      {
        restartCount: 1,
        ready: false,
        state: { running: {} },
        lastState: { terminated: { exitCode: 2, reason: 'Error' } },
      },
    ],
    [
      'memory',
      {
        restartCount: 1,
        state: { running: {} },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      },
    ],
  ])('goes down to the container (%s)', (rule, container) => {
    expect(told(tree(container, healthFailed))).toEqual([
      {
        cause: `Pod/media/radarr-1-a ${rule}`,
        victims: ['Deployment/media/radarr broken', 'Kustomization/flux-system/apps broken'],
        fresh: false,
      },
    ]);
  });

  it('is a cause under a Kustomization that is ready, and that is no victim', () => {
    const waiting = { state: { waiting: { reason: 'ImagePullBackOff' } } };
    expect(told(tree(waiting))).toEqual([
      {
        cause: 'Pod/media/radarr-1-a image',
        victims: ['Deployment/media/radarr broken'],
        fresh: false,
      },
    ]);
  });

  it('is no cause while it rolls out, and its probe only after the deadline', () => {
    const starting = { ready: false, restartCount: 0, state: { running: {} } };
    expect(told(tree(starting))).toEqual([]);
    const late = {
      ...rollingOut,
      conditions: [deadlineExceeded],
    };
    expect(told(tree(starting, [isReady], late)).map(({ cause }) => cause)).toEqual([
      'Pod/media/radarr-1-a readiness',
    ]);
  });

  it('is an image that cannot be pulled while it is pulled once more, too', () => {
    const pulling = { state: { waiting: { reason: 'ContainerCreating' } } };
    const event: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e' },
      type: 'Warning',
      reason: 'Failed',
      message: 'Error: ImagePullBackOff',
    };
    expect(told(tree(pulling))).toEqual([]);
    expect(told(tree(pulling), [event]).map(({ cause }) => cause)).toEqual([
      'Pod/media/radarr-1-a image',
    ]);
  });

  it('leads to the store that a missing Secret should come from', () => {
    const config = {
      state: {
        waiting: { reason: 'CreateContainerConfigError', message: 'secret "login" not found' },
      },
    };
    const notReady = (message: string) => ({
      conditions: [{ type: 'Ready', status: 'False', reason: 'X', message }],
    });
    const secret: KubernetesObject = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'login', namespace: 'media' },
      spec: { secretStoreRef: { name: 'vault', kind: 'SecretStore' } },
      status: notReady('could not get secret data from provider'),
    };
    const store: KubernetesObject = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { name: 'vault', namespace: 'media' },
      status: notReady('unable to log in with app role auth'),
    };
    const causes = (...more: KubernetesObject[]) =>
      told([...tree(config, healthFailed), ...more]).map(({ cause }) => cause);
    expect(causes()).toEqual(['Secret/media/login missing']);
    expect(causes(secret)).toEqual(['ExternalSecret/media/login unhealthy']);
    expect(causes(secret, store)).toEqual(['SecretStore/media/vault unhealthy']);
  });

  it('is named by the health check where nothing of it may be read', () => {
    const objects = [
      source([isReady], { status: served }),
      kustomization('apps', { conditions: healthFailed }),
    ];
    expect(told(objects)).toEqual([
      {
        cause: 'Deployment/media/radarr unhealthy.unseen',
        victims: ['Kustomization/flux-system/apps broken'],
        fresh: false,
      },
    ]);
  });
});

describe('a Kustomization that applies nothing', () => {
  const withInventory = (ids: string[], parts: { spec?: Record<string, unknown> } = {}) =>
    kustomization('apps', {
      ...parts,
      status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
    });

  it('is told of while it is ready', () => {
    expect(told([source([isReady], { status: served }), withInventory([])])).toEqual([
      { cause: 'Kustomization/flux-system/apps idle', victims: [], fresh: false },
    ]);
  });

  it('is none where it has applied something, checks others or is suspended', () => {
    const homelab = source([isReady], { status: served });
    const healthChecks = [{ kind: 'Deployment', name: 'web', namespace: 'media' }];
    expect(told([homelab, withInventory(['media_one__ConfigMap'])])).toEqual([]);
    expect(told([homelab, withInventory([], { spec: { healthChecks } })])).toEqual([]);
    expect(told([homelab, withInventory([], { spec: { suspend: true } })])).toEqual([]);
    expect(told([homelab, kustomization('apps')])).toEqual([]);
  });
});
