import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { list, record } from '../../../core/kubernetes/object.ts';
import type { ImageBehaviour } from '../imageBehaviour.ts';
import { nothingMissing } from './configuration.ts';
import { podStatus } from './podStatus.ts';
import { newPodRun, type PodFacts, stepPod } from './podStep.ts';

const pace = {
  pull: 100,
  ready: 500,
  stop: 100,
  complete: 1000,
  backOff: 10_000,
  retry: 2000,
};
const start = Date.parse('2026-01-01T00:00:00Z');

function podWith(spec: Record<string, unknown>): KubernetesObject {
  const metadata = { name: 'web', namespace: 'apps', uid: 'u', generation: 1 };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { restartPolicy: 'Always', ...spec } };
}

const container = (name: string, image: string, more: object = {}) => ({ name, image, ...more });

/** Steps a pod from its start until `seconds` are over, whenever something is due. */
function live(
  pod: KubernetesObject,
  images: Record<string, ImageBehaviour>,
  seconds: number,
  facts: Partial<PodFacts> = {}
) {
  let run = newPodRun(pod, '10.1.0.2', start);
  let now = start;
  const events: string[] = [];
  const end = start + seconds * 1000;
  for (let count = 0; now <= end && count < 500; count += 1) {
    const step = stepPod(pod, run, {
      now,
      pace,
      images: image => images[image],
      isPulled: () => false,
      missing: nothingMissing,
      probed: () => undefined,
      ...facts,
    });
    run = step.run;
    events.push(...step.events.map(({ reason, message }) => `${reason}: ${message}`));
    now = Math.max(step.wakeAt, now + 1);
  }
  const status = podStatus(pod, run, { now: end, nodeAddress: '10.0.0.1' });
  const states = list(status.containerStatuses).map(one => {
    const { state, restartCount, ready } = record(one);
    const [[kind, detail]] = Object.entries(record(state)) as [[string, unknown]];
    return [kind, record(detail).reason, restartCount, ready];
  });
  const conditions = Object.fromEntries(
    list(status.conditions).map(one => [record(one).type, record(one).status])
  );
  return {
    phase: status.phase,
    states,
    conditions,
    events,
    wakesLater: now > end && now < Infinity,
    status,
  };
}

describe('a container', () => {
  it('is pulled, created, started, and ready at once without a probe', () => {
    const pod = podWith({ containers: [container('main', 'web:1')] });
    const { phase, states, conditions, events, wakesLater } = live(pod, { 'web:1': {} }, 60);
    expect({ phase, states, conditions, events, wakesLater }).toEqual({
      phase: 'Running',
      states: [['running', undefined, 0, true]],
      conditions: {
        PodReadyToStartContainers: 'True',
        Initialized: 'True',
        Ready: 'True',
        ContainersReady: 'True',
        PodScheduled: 'True',
      },
      events: [
        'Pulling: Pulling image "web:1"',
        'Pulled: Successfully pulled image "web:1" in 100ms (100ms including waiting).',
        'Created: Created container: main',
        'Started: Started container main',
      ],
      wakesLater: false,
    });
  });

  it('is ready only after its probe and its image say so', () => {
    const pod = podWith({
      containers: [container('main', 'web:1', { readinessProbe: { initialDelaySeconds: 2 } })],
    });
    const ready = (seconds: number) =>
      live(pod, { 'web:1': { readyAfterSeconds: 5 } }, seconds).conditions.Ready;
    expect([ready(1), ready(4.9), ready(5.2)]).toEqual(['False', 'False', 'True']);
  });

  it('whose image is nowhere alternates between the pull and waiting for the next', () => {
    const pod = podWith({ containers: [container('main', 'web:none')] });
    const at = (seconds: number) => live(pod, {}, seconds).states;
    expect([at(0.05), at(0.2), at(5), at(11.15), at(11.25), at(20)]).toEqual([
      [['waiting', 'ContainerCreating', 0, false]],
      [['waiting', 'ErrImagePull', 0, false]],
      [['waiting', 'ImagePullBackOff', 0, false]],
      [['waiting', 'ContainerCreating', 0, false]],
      [['waiting', 'ErrImagePull', 0, false]],
      [['waiting', 'ImagePullBackOff', 0, false]],
    ]);
    const { phase, events } = live(pod, {}, 5);
    expect([phase, events]).toEqual([
      'Pending',
      [
        'Pulling: Pulling image "web:none"',
        'Failed: Failed to pull image "web:none": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/web:none": failed to resolve reference "docker.io/library/web:none": docker.io/library/web:none: not found',
        'Failed: Error: ErrImagePull',
        'BackOff: Back-off pulling image "web:none"',
        'Failed: Error: ImagePullBackOff',
      ],
    ]);
  });

  it('that crashes is started again once at once, then ever later', () => {
    const pod = podWith({ containers: [container('main', 'web:1')] });
    const images = { 'web:1': { crashes: { exitCode: 1, afterSeconds: 0 } } };
    const at = (seconds: number) => live(pod, images, seconds).states[0];
    expect([at(0.5), at(2), at(10), at(12), at(30), at(33)]).toEqual([
      ['terminated', 'Error', 0, false],
      ['waiting', 'CrashLoopBackOff', 1, false],
      ['waiting', 'CrashLoopBackOff', 1, false],
      ['waiting', 'CrashLoopBackOff', 2, false],
      ['waiting', 'CrashLoopBackOff', 2, false],
      ['waiting', 'CrashLoopBackOff', 3, false],
    ]);
    const { phase, status } = live(pod, images, 12);
    const [only] = list(status.containerStatuses).map(record);
    expect([phase, only?.state]).toEqual([
      'Running',
      {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: 'back-off 20s restarting failed container=main pod=web_apps(u)',
        },
      },
    ]);
  });

  it('is killed where its limit is below what its image needs', () => {
    const limits = (memory: string) => ({ resources: { limits: { memory } } });
    const images = { 'web:1': { needsMemory: '256Mi' } };
    const state = (memory: string) =>
      live(podWith({ containers: [container('main', 'web:1', limits(memory))] }), images, 1)
        .states[0];
    expect([state('255Mi'), state('0.25Gi')]).toEqual([
      ['terminated', 'OOMKilled', 0, false],
      ['running', undefined, 0, true],
    ]);
  });

  it('that lives for less than a second is never seen ready', () => {
    const images = { 'web:1': { crashes: { exitCode: 1, afterSeconds: 0.9 } } };
    const pod = podWith({ containers: [container('main', 'web:1')] });
    expect(live(pod, images, 0.5).states).toEqual([['running', undefined, 0, false]]);
  });

  it('goes by what a real process answers, where there is one', () => {
    const pod = podWith({ containers: [container('main', 'web:1', { readinessProbe: {} })] });
    const ready = (probed: boolean) =>
      live(pod, { 'web:1': {} }, 60, { probed: () => probed }).conditions.Ready;
    expect([ready(true), ready(false)]).toEqual(['True', 'False']);
  });
});

describe('a pod', () => {
  it('starts its containers after its init containers, one after the other', () => {
    const pod = podWith({
      initContainers: [container('one', 'tool:1'), container('two', 'tool:1')],
      containers: [container('main', 'web:1')],
    });
    const images = { 'tool:1': {}, 'web:1': {} };
    const { phase, conditions, states } = live(pod, images, 1.5);
    expect([phase, conditions.Initialized, states]).toEqual([
      'Pending',
      'False',
      [['waiting', 'PodInitializing', 0, false]],
    ]);
    expect(live(pod, images, 3).states).toEqual([['running', undefined, 0, true]]);
  });

  it('waits for a volume, and says for which', () => {
    const pod = podWith({ containers: [container('main', 'web:1')] });
    const volume = 'MountVolume.SetUp failed for volume "v" : secret "s" not found';
    const { states, events } = live(pod, { 'web:1': {} }, 1, {
      missing: { volume, environments: new Map() },
    });
    expect([states, events]).toEqual([
      [['waiting', 'ContainerCreating', 0, false]],
      [`FailedMount: ${volume}`],
    ]);
  });

  it.each([
    ['Never', { runs: 'completes' }, 'Succeeded'],
    ['Never', { crashes: { exitCode: 2, afterSeconds: 0 } }, 'Failed'],
    ['OnFailure', { runs: 'completes' }, 'Succeeded'],
    ['OnFailure', { crashes: { exitCode: 2, afterSeconds: 0 } }, 'Running'],
    ['Always', { runs: 'completes' }, 'Running'],
  ] as const)('of restartPolicy %s whose container %j is %s', (restartPolicy, image, phase) => {
    const pod = podWith({ restartPolicy, containers: [container('main', 'tool:1')] });
    expect(live(pod, { 'tool:1': image }, 5).phase).toBe(phase);
  });
});
