import { expect, it } from 'vitest';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { list, record } from '../../core/kubernetes/object.ts';
import { deploymentStatus } from './deploymentStatus.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

function replicaSet(name: string, replicas: number, available: number): KubernetesObject {
  const status = { replicas, readyReplicas: available, availableReplicas: available };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name },
    spec: { replicas },
    status,
  };
}

function deployment(status: Record<string, unknown> = {}): KubernetesObject {
  const spec = { replicas: 2, progressDeadlineSeconds: 10 };
  const metadata = { name: 'web', generation: 3 };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec, status };
}

function progressOf(status: Record<string, unknown>): unknown {
  const found = list(status.conditions).find(one => record(one).type === 'Progressing');
  return record(found).reason;
}

it('follows a rollout from its first ReplicaSet to its end', () => {
  const first = deploymentStatus({
    deployment: deployment(),
    current: replicaSet('web-a', 2, 0),
    olds: [],
    found: 'created',
    now,
  });
  const half = deploymentStatus({
    deployment: deployment(first.status),
    current: replicaSet('web-a', 2, 1),
    olds: [],
    now: now + 2000,
  });
  const whole = deploymentStatus({
    deployment: deployment(half.status),
    current: replicaSet('web-a', 2, 2),
    olds: [],
    now: now + 3000,
  });
  expect([first, half, whole].map(({ status, checkAt }) => [progressOf(status), checkAt])).toEqual([
    ['NewReplicaSetCreated', now + 10_000],
    ['ReplicaSetUpdated', now + 12_000],
    ['NewReplicaSetAvailable', undefined],
  ]);
  expect(whole.status).toEqual({
    observedGeneration: 3,
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    conditions: [
      {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
        lastTransitionTime: '2026-01-01T00:00:03Z',
        lastUpdateTime: '2026-01-01T00:00:03Z',
      },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: 'ReplicaSet "web-a" has successfully progressed.',
        lastTransitionTime: '2026-01-01T00:00:00Z',
        lastUpdateTime: '2026-01-01T00:00:03Z',
      },
    ],
  });
});

it('exceeds its deadline when nothing has moved for so long, and recovers when something does', () => {
  const current = replicaSet('web-a', 2, 0);
  const begun = deploymentStatus({
    deployment: deployment(),
    current,
    olds: [],
    found: 'created',
    now,
  });
  const at = (seconds: number, status: Record<string, unknown>, set = current) =>
    deploymentStatus({
      deployment: deployment(status),
      current: set,
      olds: [],
      now: now + seconds * 1000,
    });
  const counted = at(0.1, begun.status);
  const early = at(9, counted.status);
  const late = at(11, early.status);
  const moved = at(20, late.status, replicaSet('web-a', 2, 1));
  expect([early, late, moved].map(({ status }) => progressOf(status))).toEqual([
    'NewReplicaSetCreated',
    'ProgressDeadlineExceeded',
    'ReplicaSetUpdated',
  ]);
});

it('does not call it a rollout when a pod fails long after', () => {
  const done = deploymentStatus({
    deployment: deployment({
      conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }],
    }),
    current: replicaSet('web-a', 2, 1),
    olds: [],
    now,
  });
  expect([progressOf(done.status), done.status.unavailableReplicas, done.checkAt]).toEqual([
    'NewReplicaSetAvailable',
    1,
    undefined,
  ]);
});
