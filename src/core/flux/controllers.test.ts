import { expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { controllersOf } from './controllers.ts';

const namespace = 'flux-system';

function deployment(
  name: string,
  differs: { args?: string[]; image?: string; partOf?: string } = {}
) {
  const { args = [], image = `ghcr.io/fluxcd/${name}:v1.9.4@sha256:${'a'.repeat(64)}` } = differs;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      labels: {
        'app.kubernetes.io/part-of': differs.partOf ?? 'flux',
        'app.kubernetes.io/component': 'source-controller',
        'app.kubernetes.io/version': 'v2.9.4',
      },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { spec: { containers: [{ name: 'manager', image, args }] } },
    },
    status: { readyReplicas: 1 },
  };
}

function pod(app: string, name: string, status: Record<string, unknown>): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app } },
    status: { containerStatuses: [{ name: 'manager', ...status }] },
  };
}

function lease(name: string, holderIdentity: string | undefined): KubernetesObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace },
    spec: { holderIdentity, renewTime: '2026-11-22T22:00:00.000000Z', leaseDurationSeconds: 35 },
  };
}

it('tells of each controller its version, replicas, restarts, last end and heartbeat', () => {
  const ended = { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-11-22T21:00:00Z' };
  const found = controllersOf([
    deployment('source-controller'),
    pod('source-controller', 'source-controller-5d8-abcde', {
      restartCount: 3,
      lastState: { terminated: ended },
      state: { running: {} },
    }),
    pod('other', 'other-5d8-abcde', { restartCount: 9 }),
    lease('source-controller-leader-election', 'source-controller-5d8-abcde_1'),
  ]);
  expect(found).toEqual([
    {
      ref: { group: 'apps', kind: 'Deployment', namespace, name: 'source-controller' },
      component: 'source-controller',
      shard: undefined,
      version: 'v1.9.4',
      release: 'v2.9.4',
      wanted: 1,
      ready: 1,
      restarts: 3,
      ended: {
        code: 137,
        reason: 'OOMKilled',
        at: '2026-11-22T21:00:00Z',
        pod: { group: '', kind: 'Pod', namespace, name: 'source-controller-5d8-abcde' },
      },
      heartbeat: {
        lease: {
          group: 'coordination.k8s.io',
          kind: 'Lease',
          namespace,
          name: 'source-controller-leader-election',
        },
        holder: 'source-controller-5d8-abcde_1',
        renewed: '2026-11-22T22:00:00.000000Z',
        lastsFor: 35,
      },
    },
  ]);
});

it('finds the Lease of a shard by who holds it, and never that of a controller with a longer name', () => {
  const shard = deployment('source-controller-shard1', {
    args: ['--watch-label-selector=sharding.fluxcd.io/key=shard1'],
  });
  const main = deployment('source-controller', {
    args: ['--watch-label-selector=!sharding.fluxcd.io/key'],
  });
  const leases = [
    lease('source-controller-0f3a', 'source-controller-shard1-5d8-abcde_1'),
    lease('source-controller-leader-election', 'source-controller-77c-fghij_2'),
  ];
  expect(
    controllersOf([...leases, shard, main]).map(each => [
      each.ref.name,
      each.shard,
      each.heartbeat?.lease.name,
    ])
  ).toEqual([
    ['source-controller', undefined, 'source-controller-leader-election'],
    ['source-controller-shard1', 'sharding.fluxcd.io/key=shard1', 'source-controller-0f3a'],
  ]);
});

it('takes what is missing for unknown, and nothing that is not part of Flux', () => {
  const bare: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'x', labels: { 'app.kubernetes.io/part-of': 'flux' } },
  };
  const digest = deployment('y', { image: `registry:5000/y@sha256:${'b'.repeat(64)}` });
  const found = controllersOf([bare, digest, deployment('lumen', { partOf: 'lumen' })]);
  expect(
    found.map(({ ref, version, wanted, ready }) => [ref.name, version, wanted, ready])
  ).toEqual([
    ['x', undefined, 1, 0],
    ['y', 'sha256:bbbbbbb', 1, 1],
  ]);
});
