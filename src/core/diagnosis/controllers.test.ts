import { describe, expect, it } from 'vitest';
import { fluxObject, isReady, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { toInventoryId } from '../flux/inventory.ts';
import { createGraph } from '../graph/graph.ts';
import type { KubernetesObject, ObjectMeta } from '../kubernetes/object.ts';
import { refText, toRef } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';
import type { DiagnosisWorld } from './world.ts';

const now = Date.parse('2026-08-01T12:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

function told(objects: readonly KubernetesObject[], served?: DiagnosisWorld['served']) {
  const { causes, notices } = diagnose({
    now,
    graph: createGraph(objects),
    isRead: () => false,
    served,
  });
  return [...causes, ...notices].map(
    ({ object, rule, victims }) =>
      `${refText(object)} ${rule}: ${victims.map(v => `${v.object.name} ${v.effect}`).join(', ')}`
  );
}

const condition = (type: string, status: string, seconds: number, reason = '') => ({
  type,
  status,
  reason,
  lastTransitionTime: ago(seconds),
});
const rolledOut = condition('Progressing', 'True', 9999, 'NewReplicaSetAvailable');

interface Differs {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  args?: string[];
  image?: string;
  replicas?: number;
  ready?: number;
  conditions?: object[];
}

/** kustomize-controller, as its Deployment says; well unless told. */
function controller({
  name = 'kustomize-controller',
  namespace = 'flux-system',
  labels = { 'app.kubernetes.io/part-of': 'flux', 'app.kubernetes.io/component': name },
  args = [],
  image = `ghcr.io/fluxcd/${name}:v1.9.4`,
  replicas = 1,
  ready = 1,
  conditions = [condition('Available', ready ? 'True' : 'False', 3600), rolledOut],
}: Differs = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels, creationTimestamp: ago(9999) },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { spec: { containers: [{ name: 'manager', image, args }] } },
    },
    status: { replicas, readyReplicas: ready, conditions },
  };
}

function pod(status: object, name = 'kustomize-controller'): KubernetesObject {
  const labels = { app: name, 'app.kubernetes.io/part-of': 'flux' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-5d4c9-abcde`, namespace: 'flux-system', labels },
    spec: { containers: [{ name: 'manager' }] },
    status: { containerStatuses: [{ name: 'manager', ...status }] },
  };
}

function lease(renewed: number, holder = 'kustomize-controller-5d4c9-abcde_7'): KubernetesObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'kustomize-controller-leader-election', namespace: 'flux-system' },
    spec: { holderIdentity: holder, leaseDurationSeconds: 35, renewTime: ago(renewed) },
  };
}

const apps = kustomization('apps');
const held = kustomization('held', { spec: { suspend: true } });
const git = fluxObject('GitRepository', 'homelab', { status: { conditions: [isReady] } });
const others = controller({ name: 'source-controller' });
const world = (...objects: KubernetesObject[]) => [apps, held, git, others, ...objects];
const downWith = (says: string) => [`Deployment/flux-system/kustomize-controller ${says}`];

describe('a controller', () => {
  it('that works is no cause', () => {
    expect(told(world(controller(), pod({ ready: true }), lease(5)))).toEqual([]);
  });

  it('that is scaled to zero is one, and whatever it reconciles runs on at what it had', () => {
    expect(told(world(controller({ replicas: 0, ready: 0 })))).toEqual(
      downWith('controller.stopped: apps stale')
    );
  });

  it('that is not available for a minute is one, before that it may be moving', () => {
    const since = (seconds: number) =>
      controller({ ready: 0, conditions: [condition('Available', 'False', seconds), rolledOut] });
    expect(told(world(since(30)))).toEqual([]);
    expect(told(world(since(30), lease(20)))).toEqual([]);
    expect(told(world(since(61)))).toEqual(downWith('controller.down: apps stale'));
    // Its Lease tells sooner.
    expect(told(world(since(40), lease(41)))).toEqual(downWith('controller.down: apps stale'));
  });

  it('whose Pod crashes is one at once, and while it first rolls out it is none', () => {
    const rolling = controller({
      ready: 0,
      conditions: [
        condition('Available', 'False', 300),
        condition('Progressing', 'True', 300, 'ReplicaSetUpdated'),
      ],
    });
    const crashing = pod({
      restartCount: 3,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    expect(
      told(world(rolling, pod({ state: { waiting: { reason: 'ContainerCreating' } } })))
    ).toEqual([]);
    expect(told(world(rolling, crashing))).toEqual(downWith('controller.down: apps stale'));
  });

  it('that lets its Lease go stale is one, unless nobody elects', () => {
    expect(told(world(controller(), lease(71)))).toEqual(downWith('controller.lease: apps stale'));
    expect(told(world(controller(), lease(50)))).toEqual([]);
    const alone = controller({ args: ['--enable-leader-election=false'] });
    expect(told(world(alone, lease(9999)))).toEqual([]);
  });

  it('that keeps restarting is one, until kubelet forgets', () => {
    const restarted = (restartCount: number, seconds: number) =>
      pod({
        ready: true,
        restartCount,
        state: { running: {} },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(seconds) } },
      });
    expect(told(world(controller(), restarted(2, 60)))).toEqual(downWith('controller.restarts: '));
    expect(told(world(controller(), restarted(1, 60)))).toEqual([]);
    expect(told(world(controller(), restarted(9, 700)))).toEqual([]);
  });

  const asked = (seconds: number, more: { metadata?: Partial<ObjectMeta>; status?: object } = {}) =>
    kustomization('asked', {
      conditions: [{ ...isReady, lastTransitionTime: ago(9999) }],
      metadata: {
        annotations: { 'reconcile.fluxcd.io/requestedAt': ago(seconds) },
        ...more.metadata,
      },
      status: { ...more.status },
    });
  const quiet = {
    ...apps,
    status: { conditions: [{ ...isReady, lastTransitionTime: ago(9999) }] },
  };

  it('that takes no note of what it is asked is one, unless it is busy or did something since', () => {
    const here = (...objects: KubernetesObject[]) =>
      told([quiet, git, others, controller(), ...objects]);
    expect(here(asked(61))).toEqual(downWith('controller.idle: apps stale, asked stale'));
    expect(here(asked(30))).toEqual([]);
    const working = kustomization('working', {
      spec: { timeout: '5m' },
      conditions: [
        condition('Ready', 'Unknown', 200, 'Progressing'),
        condition('Reconciling', 'True', 200, 'Progressing'),
      ],
    });
    expect(here(asked(61), working)).toEqual([]);
    const since = kustomization('since', {
      conditions: [{ ...isReady, lastTransitionTime: ago(50) }],
    });
    expect(here(asked(61), since)).toEqual([]);
  });

  it('takes note of a generation in its conditions alone, where it fails', () => {
    const failing = (observedGeneration: number) =>
      kustomization('failing', {
        metadata: {
          generation: 2,
          managedFields: [{ time: ago(300), fieldsV1: { 'f:spec': {} } }],
        },
        conditions: [{ ...isReady, observedGeneration, lastTransitionTime: ago(9999) }],
        status: { observedGeneration: 1 },
      });
    expect(told([git, others, controller(), failing(2)])).toEqual([]);
    expect(told([git, others, controller(), failing(1)])).toEqual(
      downWith('controller.idle: failing waiting')
    );
  });

  it('that is missing among others is one; where there is none at all, nobody knows', () => {
    expect(told(world())).toEqual(downWith('controller.missing: apps stale'));
    expect(told([apps, git])).toEqual([]);
    expect(told([quiet, asked(61)])).toEqual(['Kustomization/flux-system/asked controller.none: ']);
    const other = { ...asked(70), metadata: { ...asked(70).metadata, name: 'other' } };
    expect(told([quiet, asked(61), other])).toEqual([
      'Kustomization/flux-system/other controller.none: asked stale',
    ]);
  });

  it('of a shard answers for its own objects, whatever its name and namespace', () => {
    const main = controller({ args: ['--watch-label-selector=!sharding.fluxcd.io/key'] });
    const shard = controller({
      name: 'kustomize-controller-one',
      namespace: 'shards',
      image: 'registry.example:5000/fluxcd/kustomize-controller@sha256:0123',
      args: ['--watch-label-selector=sharding.fluxcd.io/key=one'],
      replicas: 0,
      ready: 0,
    });
    const mine = kustomization('mine', {
      metadata: { labels: { 'sharding.fluxcd.io/key': 'one' } },
    });
    expect(told([apps, mine, others, main, shard])).toEqual([
      'Deployment/shards/kustomize-controller-one controller.stopped: mine stale',
    ]);
    const lost = asked(99, { metadata: { labels: { 'sharding.fluxcd.io/key': 'two' } } });
    const well = { ...shard, spec: { ...shard.spec, replicas: 1 }, status: { readyReplicas: 1 } };
    expect(
      told([
        mine,
        { ...lost, metadata: { ...lost.metadata, annotations: asked(99).metadata.annotations } },
        others,
        main,
        well,
      ])
    ).toEqual(['Kustomization/flux-system/asked controller.none: ']);
  });

  it('may be Lumen itself, and then no controller of Flux is missed', () => {
    const labels = { 'app.kubernetes.io/part-of': 'lumen' };
    const lumen = (args: string[], replicas: number) =>
      controller({ name: 'lumen', labels, args, replicas, ready: replicas });
    expect(told([apps, git, lumen(['--mode=apply'], 1)])).toEqual([]);
    expect(told([apps, lumen(['--mode=apply'], 0)])).toEqual([
      'Deployment/flux-system/lumen controller.stopped: apps stale',
    ]);
    expect(told([apps, lumen(['--mode=observe'], 0)])).toEqual([]);
  });

  it('that a Kustomization applied is told once', () => {
    const labels = {
      'app.kubernetes.io/part-of': 'flux',
      'kustomize.toolkit.fluxcd.io/name': 'flux-system',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const stopped = controller({
      labels,
      ready: 0,
      conditions: [condition('Available', 'False', 3600), rolledOut],
    });
    expect(told([kustomization('flux-system'), git, others, stopped])).toEqual(
      downWith('controller.down: flux-system stale')
    );
  });
});

describe('an installation of Flux', () => {
  it('without a kind that its controller needs, and with one that is applied at an old version, is noticed', () => {
    const served = new Set([
      'source.toolkit.fluxcd.io/v1/gitrepositories',
      'kustomize.toolkit.fluxcd.io/v1/kustomizations',
      'helm.toolkit.fluxcd.io/v2/helmreleases',
    ]);
    const release = fluxObject('HelmRelease', 'podinfo');
    const entries = [{ id: toInventoryId(toRef(release)), v: 'v2beta1' }];
    const root = { ...apps, status: { ...apps.status, inventory: { entries } } };
    expect(told([root, git, controller()], served)).toEqual([
      'Deployment/flux-system/source-controller controller.missing: homelab stale',
      'CustomResourceDefinition/helmreleases.helm.toolkit.fluxcd.io version: ',
    ]);
    const helm = controller({ name: 'image-automation-controller' });
    expect(told([apps, controller(), helm], served)).toEqual([
      'CustomResourceDefinition/imageupdateautomations.image.toolkit.fluxcd.io crd: ',
    ]);
  });
});
