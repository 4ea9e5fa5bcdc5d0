import { describe, expect, it } from 'vitest';
import { health, kstatus } from './health.ts';
import type { KubernetesObject } from './object.ts';

const now = Date.parse('2026-01-01T00:01:00Z');

function make(apiVersion: string, kind: string, more: object = {}): KubernetesObject {
  const { metadata, ...rest } = more as { metadata?: object };
  return { apiVersion, kind, metadata: { name: 'a', generation: 2, ...metadata }, ...rest };
}

const statusOf = (object: KubernetesObject) => health(object, now).status;
const condition = (type: string, status: string, reason?: string, message?: string) => ({
  type,
  status,
  reason,
  message,
});

describe('any object', () => {
  const ready = (status: string) =>
    make('x/v1', 'X', { status: { conditions: [condition('Ready', status)] } });

  it('terminates first of all', () => {
    const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(statusOf({ ...ready('True'), metadata: { name: 'a', ...metadata } })).toBe(
      'Terminating'
    );
  });

  it('is in progress while its status speaks of another generation', () => {
    const status = { observedGeneration: 1, conditions: [condition('Stalled', 'True')] };
    expect(health(make('x/v1', 'X', { status }), now)).toEqual({
      status: 'InProgress',
      says: { id: 'health.outdated', params: { observed: 1, generation: 2 } },
    });
  });

  it('goes by Reconciling and Stalled, whichever comes first, before anything else', () => {
    const of = (...conditions: object[]) =>
      statusOf(make('v1', 'Secret', { status: { conditions } }));
    expect(of(condition('Reconciling', 'True'), condition('Stalled', 'True'))).toBe('InProgress');
    expect(of(condition('Stalled', 'True'), condition('Reconciling', 'True'))).toBe('Failed');
    expect(of(condition('Stalled', 'False'), condition('Reconciling', 'False'))).toBe('Current');
  });

  it('goes by Ready, and is current without it', () => {
    expect(['True', 'False', 'Unknown'].map(status => statusOf(ready(status)))).toEqual([
      'Current',
      'InProgress',
      'InProgress',
    ]);
    expect(statusOf(make('x/v1', 'X'))).toBe('Current');
  });

  it('survives fields of odd types', () => {
    const odd = {
      status: { conditions: 'x', observedGeneration: 'y', containerStatuses: 7 },
      spec: [],
    };
    for (const [group, kind] of [
      ['v1', 'Pod'],
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'DaemonSet'],
      ['apps/v1', 'ReplicaSet'],
      ['batch/v1', 'Job'],
      ['v1', 'PersistentVolumeClaim'],
      ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ] as const) {
      expect(statusOf(make(group, kind, odd))).toBe('InProgress');
    }
  });

  it('waits for no Job that somebody has suspended', () => {
    const job = { ...make('batch/v1', 'Job'), spec: { suspend: true } };
    expect(statusOf(job)).toBe('Current');
  });

  it('does not take a kind of another group for a built-in one', () => {
    expect(statusOf(make('example.org/v1', 'Job'))).toBe('Current');
  });
});

describe('a Deployment', () => {
  const good = {
    observedGeneration: 2,
    replicas: 2,
    updatedReplicas: 2,
    availableReplicas: 2,
    readyReplicas: 2,
    conditions: [
      condition('Available', 'True'),
      condition('Progressing', 'True', 'NewReplicaSetAvailable'),
    ],
  };
  const of = (status: object, spec: object = {}) =>
    health(
      make('apps/v1', 'Deployment', {
        spec: { replicas: 2, progressDeadlineSeconds: 600, ...spec },
        status: { ...good, ...status },
      }),
      now
    );

  it('is current when every replica is updated and available', () => {
    expect(of({})).toEqual({
      status: 'Current',
      says: { id: 'health.replicasReady', params: { want: 2 } },
    });
  });

  it.each([
    [{ replicas: 1 }, 'health.replicas'],
    [{ updatedReplicas: 1 }, 'health.updated'],
    [{ replicas: 3 }, 'health.extraReplicas'],
    [{ availableReplicas: 1 }, 'health.available'],
    [{ readyReplicas: 1 }, 'health.ready'],
    [{ conditions: [condition('Progressing', 'True', 'ReplicaSetUpdated')] }, 'health.rollingOut'],
    [{ conditions: [good.conditions[1]] }, 'health.unavailable'],
  ])('is in progress with %j: %s', (status, id) => {
    expect(of(status)).toMatchObject({ status: 'InProgress', says: { id } });
  });

  it('has failed once its deadline is over, whatever the counts say', () => {
    const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'too late');
    expect(of({ replicas: 0, conditions: [late] })).toEqual({
      status: 'Failed',
      says: { id: 'health.deadlineExceeded', params: { said: 'too late' } },
    });
  });

  it('needs no Progressing condition without a deadline', () => {
    const conditions = [condition('Available', 'True')];
    expect(of({ conditions }, { progressDeadlineSeconds: undefined }).status).toBe('Current');
  });

  it('is current when it is scaled to zero', () => {
    const zero = { replicas: 0, updatedReplicas: 0, availableReplicas: 0, readyReplicas: 0 };
    expect(of(zero, { replicas: 0 }).status).toBe('Current');
  });
});

it.each([
  [{ replicas: 1, readyReplicas: 1 }, {}, 'InProgress'],
  [{ replicas: 2, readyReplicas: 1 }, {}, 'InProgress'],
  [{ replicas: 3, readyReplicas: 3 }, {}, 'InProgress'],
  [{ currentReplicas: 1 }, {}, 'InProgress'],
  [{ currentRevision: 'old' }, {}, 'InProgress'],
  [{}, {}, 'Current'],
  [{ updatedReplicas: 1 }, { rollingUpdate: { partition: 0 } }, 'InProgress'],
  [{ updatedReplicas: 1, currentReplicas: 0 }, { rollingUpdate: { partition: 1 } }, 'Current'],
  [{ replicas: 0 }, { type: 'OnDelete' }, 'Current'],
])('a StatefulSet with status %j and strategy %j is %s', (status, updateStrategy, expected) => {
  const good = {
    replicas: 2,
    readyReplicas: 2,
    currentReplicas: 2,
    updatedReplicas: 2,
    currentRevision: 'new',
    updateRevision: 'new',
  };
  const spec = { replicas: 2, updateStrategy };
  const object = make('apps/v1', 'StatefulSet', { spec, status: { ...good, ...status } });
  expect(statusOf(object)).toBe(expected);
});

it.each([
  [{ observedGeneration: undefined }, 'InProgress'],
  [{ desiredNumberScheduled: undefined }, 'InProgress'],
  [{ currentNumberScheduled: 0 }, 'InProgress'],
  [{ updatedNumberScheduled: 0 }, 'InProgress'],
  [{ numberAvailable: 0 }, 'InProgress'],
  [{ numberReady: 0 }, 'InProgress'],
  [{}, 'Current'],
])('a DaemonSet with status %j is %s', (status, expected) => {
  const good = {
    observedGeneration: 2,
    desiredNumberScheduled: 1,
    currentNumberScheduled: 1,
    updatedNumberScheduled: 1,
    numberAvailable: 1,
    numberReady: 1,
  };
  expect(statusOf(make('apps/v1', 'DaemonSet', { status: { ...good, ...status } }))).toBe(expected);
});

it.each([
  [{}, 'Current'],
  [{ fullyLabeledReplicas: 0 }, 'InProgress'],
  [{ availableReplicas: 0 }, 'InProgress'],
  [{ readyReplicas: 0 }, 'InProgress'],
  [{ replicas: 2 }, 'InProgress'],
  [{ conditions: [condition('ReplicaFailure', 'True')] }, 'InProgress'],
])('a ReplicaSet with status %j is %s', (status, expected) => {
  const good = { replicas: 1, fullyLabeledReplicas: 1, availableReplicas: 1, readyReplicas: 1 };
  const object = make('apps/v1', 'ReplicaSet', { status: { ...good, ...status } });
  expect(statusOf(object)).toBe(expected);
});

const crashing = { name: 'web', state: { waiting: { reason: 'CrashLoopBackOff' } } };
const unschedulable = [condition('PodScheduled', 'False', 'Unschedulable', 'no node')];

it.each([
  [{ phase: 'Succeeded' }, 'Current'],
  [{ phase: 'Failed' }, 'Current'],
  [{ phase: 'Running', conditions: [condition('Ready', 'True')] }, 'Current'],
  [{ phase: 'Running', conditions: [condition('Ready', 'False')] }, 'InProgress'],
  [{ phase: 'Running', containerStatuses: [crashing] }, 'Failed'],
  [{ phase: 'Pending' }, 'InProgress'],
  [{ phase: 'Pending', conditions: unschedulable }, 'Failed'],
  [{}, 'InProgress'],
])('a Pod of a minute with status %j is %s', (status, expected) => {
  const metadata = { creationTimestamp: '2026-01-01T00:00:00Z' };
  expect(statusOf(make('v1', 'Pod', { metadata, status }))).toBe(expected);
});

it('gives a Pod 15 seconds to find a node', () => {
  const metadata = { creationTimestamp: '2026-01-01T00:00:46Z' };
  const status = { phase: 'Pending', conditions: unschedulable };
  expect(statusOf(make('v1', 'Pod', { metadata, status }))).toBe('InProgress');
});

it.each([
  ['Job', 'batch/v1', {}, 'InProgress'],
  ['Job', 'batch/v1', { startTime: 'x', active: 1 }, 'InProgress'],
  ['Job', 'batch/v1', { startTime: 'x', conditions: [condition('Complete', 'True')] }, 'Current'],
  ['Job', 'batch/v1', { startTime: 'x', conditions: [condition('Failed', 'True')] }, 'Failed'],
  ['PersistentVolumeClaim', 'v1', { phase: 'Bound' }, 'Current'],
  ['PersistentVolumeClaim', 'v1', { phase: 'Pending' }, 'InProgress'],
  ['CronJob', 'batch/v1', {}, 'Current'],
  ['PodDisruptionBudget', 'policy/v1', {}, 'Current'],
])('a %s of %s with status %j is %s', (kind, apiVersion, status, expected) => {
  expect(statusOf(make(apiVersion, kind, { status }))).toBe(expected);
});

it.each([
  [{ type: 'LoadBalancer' }, 'InProgress'],
  [{ type: 'LoadBalancer', clusterIP: '10.96.0.7' }, 'Current'],
  [{ type: 'ClusterIP' }, 'Current'],
])('a Service with spec %j is %s', (spec, expected) => {
  expect(statusOf(make('v1', 'Service', { spec }))).toBe(expected);
});

it.each([
  [[], 'InProgress'],
  [[condition('NamesAccepted', 'False')], 'Failed'],
  [[condition('Established', 'False', 'Installing')], 'InProgress'],
  [[condition('Established', 'False', 'NotAccepted')], 'Failed'],
  [[condition('NamesAccepted', 'True'), condition('Established', 'True')], 'Current'],
])('a CustomResourceDefinition with conditions %j is %s', (conditions, expected) => {
  const kind = 'CustomResourceDefinition';
  expect(statusOf(make('apiextensions.k8s.io/v1', kind, { status: { conditions } }))).toBe(
    expected
  );
});

describe('an object of an operator', () => {
  const ready = (status: string, reason: string, more: object = {}) => ({
    status: { conditions: [condition('Ready', status, reason, 'why')], ...more },
  });

  it.each([
    ['external-secrets.io/v1', 'ExternalSecret', ready('False', 'SecretSyncedError'), 'Failed'],
    ['external-secrets.io/v1', 'ExternalSecret', ready('True', 'SecretSynced'), 'Current'],
    ['external-secrets.io/v1', 'SecretStore', ready('False', 'InvalidProviderConfig'), 'Failed'],
    ['external-secrets.io/v1', 'ClusterSecretStore', ready('False', 'ValidationFailed'), 'Failed'],
    ['cert-manager.io/v1', 'Certificate', ready('False', 'DoesNotExist'), 'InProgress'],
    [
      'cert-manager.io/v1',
      'Certificate',
      ready('False', 'DoesNotExist', { failedIssuanceAttempts: 2 }),
      'Failed',
    ],
    ['cert-manager.io/v1', 'ClusterIssuer', ready('False', 'ErrRegisterACMEAccount'), 'Failed'],
    [
      'tuppr.home-operations.com/v1alpha1',
      'TalosUpgrade',
      { status: { phase: 'Failed', lastError: 'node down' } },
      'Failed',
    ],
    [
      'tuppr.home-operations.com/v1alpha1',
      'KubernetesUpgrade',
      { status: { phase: 'InProgress' } },
      'InProgress',
    ],
    [
      'tuppr.home-operations.com/v1alpha1',
      'TalosUpgrade',
      { status: { phase: 'Completed' } },
      'Current',
    ],
    [
      'autoscaling.k8s.io/v1',
      'VerticalPodAutoscaler',
      { status: { conditions: [condition('ConfigUnsupported', 'True')] } },
      'Failed',
    ],
    [
      'autoscaling.k8s.io/v1',
      'VerticalPodAutoscaler',
      { status: { conditions: [condition('RecommendationProvided', 'False')] } },
      'Current',
    ],
    ['example.org/v1', 'ExternalSecret', ready('False', 'SecretSyncedError'), 'InProgress'],
  ])('of %s %s with %j is %s', (apiVersion, kind, more, expected) => {
    expect(statusOf(make(apiVersion, kind, more))).toBe(expected);
  });

  it('has not failed while its status speaks of an older spec, and Flux waits for kstatus alone', () => {
    const failing = ready('False', 'SecretSyncedError');
    const outdated = { ...failing, status: { ...failing.status, observedGeneration: 1 } };
    expect(statusOf(make('external-secrets.io/v1', 'ExternalSecret', outdated))).toBe('InProgress');
    const object = make('external-secrets.io/v1', 'ExternalSecret', failing);
    expect(kstatus(object, now).status).toBe('InProgress');
  });
});
