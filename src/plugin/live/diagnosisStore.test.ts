import { afterEach, describe, expect, it } from 'vitest';
import {
  createFakeCluster,
  discoveryOf,
  type FakeCluster,
} from '../../../test/doubles/fakeConnection.ts';
import { handClock, settled } from '../../../test/doubles/handClock.ts';
import { deadlineExceeded } from '../../../test/fixtures/deadlineExceeded.ts';
import { failed, gitRepository, kustomization, waits } from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { ConnectionError } from '../headlamp/connection.ts';
import { startClusterStore } from './clusterStore.ts';
import { createDiagnosisStore } from './diagnosisStore.ts';
import { createSignal } from './frames.ts';

const kustomizations = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';
const gitRepositories = '/apis/source.toolkit.fluxcd.io/v1/gitrepositories';
const deployments = '/apis/apps/v1/deployments';
const pods = '/api/v1/namespaces/media/pods';
const replicaSets = '/apis/apps/v1/namespaces/media/replicasets';
const events = '/api/v1/events';

const forbidden = new ConnectionError({ kind: 'refused', status: 403, message: 'no' });
const idOf = (name: string) => `kustomize.toolkit.fluxcd.io/Kustomization/flux-system/${name}`;
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach(close => close()));

const apps = kustomization('apps', {
  status: {
    inventory: {
      entries: [
        { id: 'media_radarr_apps_Deployment', v: 'v1' },
        { id: 'media_sonarr_apps_Deployment', v: 'v1' },
        { id: 'media_radarr__ConfigMap', v: 'v1' },
      ],
    },
  },
});

const labels = {
  'kustomize.toolkit.fluxcd.io/name': 'apps',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};

function deployment(name: string, available: boolean): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'media', uid: name, generation: 1, labels },
    spec: { replicas: 1 },
    status: {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: available ? 1 : 0,
      availableReplicas: available ? 1 : 0,
      conditions: [{ type: 'Available', status: available ? 'True' : 'False' }],
    },
  };
}

const crashing: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'radarr-1',
    namespace: 'media',
    uid: 'radarr-1',
    creationTimestamp: '2026-08-01T10:00:00Z',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'radarr', uid: 'radarr' }],
  },
  spec: { containers: [{ name: 'main', image: 'example.org/radarr:1' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'main',
        restartCount: 4,
        ready: false,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      },
    ],
  },
};

function world(): FakeCluster {
  const fake = createFakeCluster();
  fake.answer('/apis', {
    body: discoveryOf(
      'kustomize.toolkit.fluxcd.io/v1/kustomizations',
      'source.toolkit.fluxcd.io/v1/gitrepositories'
    ),
  });
  fake.collection(kustomizations, [apps]);
  fake.collection(gitRepositories, [gitRepository]);
  fake.collection(deployments, [deployment('radarr', true), deployment('sonarr', true)]);
  fake.collection(pods, [crashing]);
  for (const path of [replicaSets, events, '/api/v1/pods']) fake.collection(path);
  return fake;
}

/** `isSlow`: every object takes as long as the page may be busy, so that the graph is half of the world at times. */
async function start(fake: FakeCluster, { isSlow = false } = {}) {
  const { clock: hand, pass } = handClock();
  let spent = 0;
  const clock = { ...hand, now: () => hand.now() + (isSlow ? (spent += 9) : 0) };
  const signal = () =>
    createSignal(callback => {
      queueMicrotask(callback);
      return () => {};
    });
  const store = startClusterStore({
    cluster: 'noah',
    connection: fake.connection,
    clock,
    signal: signal(),
    allowedNamespaces: [],
  });
  const diagnosis = createDiagnosisStore({
    store,
    hold: () => () => {},
    connection: fake.connection,
    clock,
    signal: signal(),
    allowedNamespaces: [],
  });
  let heard = 0;
  const told: string[] = [];
  const undo = diagnosis.subscribe(() => {
    heard += 1;
    const { causes } = diagnosis.view().diagnosis;
    const said = causes.map(({ rule, object }) => `${object.name} ${rule}`).join(', ');
    if (said !== told.at(-1)) told.push(said);
  });
  open.push(undo, () => store.close());
  const idle = async () => {
    // A change leads to a diagnosis, that to a read, and that to another diagnosis.
    for (let round = 0; round < 6; round += 1) await pass(0);
  };
  await settled();
  await idle();
  return {
    diagnosis,
    idle,
    pass,
    heard: () => heard,
    /** The causes, each time that they were others. */
    told,
    causes: () => diagnosis.view().diagnosis.causes,
    /** How often it was read from the beginning, by a list or by a watch that brings what is there. */
    asked: (path: string) =>
      fake.asked.filter(
        line =>
          line.startsWith(`GET ${path}`) ||
          (line.startsWith(`WATCH ${path}`) && line.includes('sendInitialEvents='))
      ).length,
    undo,
  };
}

describe('the diagnosis of a cluster', () => {
  it('counts what it looked at and what it did not, and reads nothing below what is healthy', async () => {
    const fake = world();
    const { diagnosis, asked } = await start(fake);
    expect(diagnosis.view()).toMatchObject({
      diagnosis: { causes: [], notices: [] },
      checked: 2,
      notChecked: 1,
      unhealthy: 0,
      isComplete: true,
    });
    expect([asked(pods), asked(replicaSets), asked(events)]).toEqual([0, 0, 0]);
  });

  it('reads the Pods below a workload that is not healthy, and names the container', async () => {
    const fake = world();
    const { causes, asked, idle, diagnosis } = await start(fake);
    fake.put(deployments, deployment('radarr', false));
    await idle();
    expect(
      causes().map(({ rule, object, workload }) => [rule, object.name, workload?.name])
    ).toEqual([['crash', 'radarr-1', 'radarr']]);
    expect(diagnosis.view().unhealthy).toBe(1);
    expect([asked(pods), asked(replicaSets), asked(events)]).toEqual([1, 1, 1]);
  });

  it('says of a workload that was too slow that more is being read, until its Pods are in', async () => {
    const fake = world();
    let letIn = () => {};
    const held = new Promise<void>(resolve => (letIn = resolve));
    const late = {
      ...deployment('radarr', false),
      status: {
        observedGeneration: 1,
        conditions: [deadlineExceeded],
      },
    };
    fake.put(deployments, late);
    const { connection } = fake;
    const { causes, idle, heard } = await start({
      ...fake,
      connection: {
        ...connection,
        async read(request) {
          if (request.path.startsWith(pods)) await held;
          return connection.read(request);
        },
        watch(path, listener) {
          if (!path.startsWith(pods)) return connection.watch(path, listener);
          let undo = () => {};
          void held.then(() => (undo = connection.watch(path, listener)));
          return () => undo();
        },
      },
    });
    expect(heard()).toBeGreaterThan(0);
    expect(causes().map(({ object, says }) => [object.name, says.id])).toEqual([
      ['radarr', 'rule.unhealthy.reading'],
    ]);
    letIn();
    await idle();
    expect(causes().map(({ rule, object }) => [rule, object.name])).toEqual([
      ['crash', 'radarr-1'],
    ]);
  });

  it('asks for nothing twice while a workload comes and goes, and forgets Pods a while after', async () => {
    const fake = world();
    const { causes, asked, idle, pass, diagnosis } = await start(fake);
    for (const isWell of [false, true, false, true]) {
      fake.put(deployments, deployment('radarr', isWell));
      await idle();
      expect(causes().length).toBe(isWell ? 0 : 1);
    }
    expect([asked(pods), asked(replicaSets), asked(events), asked(deployments)]).toEqual([
      1, 1, 1, 2,
    ]);
    const isHeld = () =>
      diagnosis.view().world.graph.node('/Pod/media/radarr-1')?.object !== undefined;
    expect(isHeld()).toBe(true);
    for (let at = 0; at < 9; at += 1) await pass(10_000);
    expect(isHeld()).toBe(false);
  });

  it('says nothing while nothing changes, and keeps causes that say the same', async () => {
    const fake = world();
    fake.put(deployments, deployment('radarr', false));
    const { causes, heard, pass, idle } = await start(fake);
    const [before, told, requests] = [causes(), heard(), fake.asked.length];
    await pass(10_000);
    await pass(10_000);
    expect([heard(), fake.asked.length]).toEqual([told, requests]);
    fake.put(deployments, { ...deployment('sonarr', true), spec: { replicas: 1, paused: false } });
    await idle();
    expect(causes()).toBe(before);
    expect(heard()).toBeGreaterThan(told);
  });

  it('leaves the graph as it is drawn when an Event tells more of what is broken', async () => {
    const fake = world();
    fake.put(deployments, deployment('radarr', false));
    const { diagnosis, heard, idle } = await start(fake);
    const [drawn, told] = [diagnosis.graphView(), heard()];
    fake.put(events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'radarr-1.1', namespace: 'media' },
      involvedObject: { kind: 'Pod', namespace: 'media', name: 'radarr-1' },
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container',
    });
    await idle();
    expect(heard()).toBeGreaterThan(told);
    expect(diagnosis.graphView()).toBe(drawn);
    fake.put(deployments, deployment('radarr', true));
    await idle();
    expect(diagnosis.graphView()).not.toBe(drawn);
  });

  it('says what it may not read, and does not call it healthy', async () => {
    const fake = world();
    fake.collection(kustomizations, [apps]);
    fake.answer('/api/v1/events', { status: 403 });
    const { diagnosis } = await start({
      ...fake,
      connection: {
        ...fake.connection,
        read: request =>
          request.path.startsWith(deployments)
            ? Promise.reject(forbidden)
            : fake.connection.read(request),
        watch(path, listener) {
          if (!path.startsWith(deployments)) return fake.connection.watch(path, listener);
          queueMicrotask(() => listener.onClose());
          return () => {};
        },
      },
    });
    expect(diagnosis.view()).toMatchObject({ checked: 0, notChecked: 3, isComplete: true });
    expect(diagnosis.view().unread).toEqual([
      {
        what: 'Deployment',
        why: { id: 'unread.forbidden', params: { verb: 'list', kind: 'Deployment' } },
      },
    ]);
  });

  it('says that a kind is not served, and reads it once it is', async () => {
    const fake = world();
    const entries = [{ id: 'media_radarr_example.org_Widget', v: 'v1' }];
    fake.collection(kustomizations, [
      kustomization('apps', { status: { inventory: { entries } } }),
    ]);
    const { diagnosis, pass, idle } = await start(fake);
    const why = { id: 'unread.absent', params: { kind: 'Widget' } };
    expect(diagnosis.view().unread).toEqual([{ what: 'Widget', why }]);

    const widgets = '/apis/example.org/v1/widgets';
    const widget = {
      apiVersion: 'example.org/v1',
      kind: 'Widget',
      metadata: { name: 'radarr', namespace: 'media' },
    };
    fake.collection(widgets, [widget]);
    fake.answer('/apis', {
      body: discoveryOf(
        'kustomize.toolkit.fluxcd.io/v1/kustomizations',
        'source.toolkit.fluxcd.io/v1/gitrepositories',
        'example.org/v1/widgets/Widget'
      ),
    });
    await pass(60_000);
    await idle();
    expect(diagnosis.view()).toMatchObject({ checked: 1, notChecked: 0, unread: [] });
  });

  describe('while only half of the world is in', () => {
    const waiting = (on: string) =>
      kustomization('apps', {
        spec: { dependsOn: [{ name: on }] },
        conditions: waits(`dependency 'flux-system/${on}' is not ready`),
      });
    const broken = kustomization('zz-infra', {
      conditions: failed('kustomize build failed: boom'),
    });
    const passes = async (pass: (milliseconds: number) => Promise<void>) => {
      for (let round = 0; round < 100; round += 1) await pass(1000);
    };

    /** A kind that does not answer: whatever is told is told before all is read. */
    const unanswered = () => {
      const fake = world();
      fake.answer('/apis/helm.toolkit.fluxcd.io/v2/helmreleases', 'hang');
      fake.answer('/apis', {
        body: discoveryOf(
          'kustomize.toolkit.fluxcd.io/v1/kustomizations',
          'helm.toolkit.fluxcd.io/v2/helmreleases'
        ),
      });
      return fake;
    };

    it('tells what is broken, and calls nothing missing that is about to come', async () => {
      const fake = unanswered();
      const other = kustomization('home', { conditions: failed('no') });
      const many = Array.from({ length: 50 }, (_, at) => kustomization(`team-${at}`));
      const late = kustomization('zz-infra');
      fake.collection(kustomizations, [waiting('zz-infra'), other, ...many, late]);
      const { told, pass, diagnosis } = await start(fake, { isSlow: true });
      const isIn = () => diagnosis.view().world.graph.object(idOf('zz-infra')) !== undefined;
      const causes = () => told.filter(Boolean);
      for (let round = 0; round < 60 && causes().length === 0; round += 1) await pass(10);
      expect([isIn(), causes()]).toEqual([false, ['home failed']]);
      await passes(pass);
      expect([isIn(), causes()]).toEqual([true, ['home failed']]);
    });

    it('takes no cause back before the other half is in', async () => {
      const fake = unanswered();
      fake.collection(kustomizations, [waiting('zz-infra'), broken]);
      const { told, pass, diagnosis } = await start(fake, { isSlow: true });
      const until = async (said: string) => {
        for (let round = 0; round < 60 && told.at(-1) !== said; round += 1) await pass(10);
      };
      await until('zz-infra failed');
      fake.put(kustomizations, kustomization('zz-infra'));
      for (let at = 0; at < 20; at += 1) fake.put(kustomizations, kustomization(`team-${at}`));
      fake.put(kustomizations, kustomization('home', { conditions: failed('no') }));
      await until('home failed');
      expect(diagnosis.view().isComplete).toBe(false);
      expect(told.filter((_, at) => at >= told.indexOf('zz-infra failed'))).toEqual([
        'zz-infra failed',
        'home failed',
      ]);
    });

    it('names no first cause before what is behind it is in', async () => {
      const fake = world();
      fake.collection(kustomizations, [kustomization('apps'), kustomization('zz-infra')]);
      const { told, pass } = await start(fake, { isSlow: true });
      await passes(pass);
      expect(told).toEqual(['']);
      fake.put(kustomizations, kustomization('home', { conditions: failed('no') }));
      fake.put(kustomizations, broken);
      await passes(pass);
      expect(told).toEqual(['', 'home failed, zz-infra failed']);
    });
  });

  it('ends its reads some seconds after nobody listens', async () => {
    const fake = world();
    const { undo, pass, diagnosis, heard } = await start(fake);
    undo();
    await pass(6000);
    const told = heard();
    fake.put(deployments, deployment('radarr', false));
    await pass(10_000);
    expect(heard()).toBe(told);
    expect(diagnosis.view().diagnosis.causes).toEqual([]);
  });
});
