import { createHash } from 'node:crypto';
import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import { conditionListOf, withCondition } from '../conditionList.ts';
import { toTime } from '../controller.ts';
import { pullError } from './containerStep.ts';
import type { ContainerRun, Exit, PodRun } from './podRun.ts';
import { isDone } from './podStep.ts';

/** The status that the kubelet writes for a pod on its node. */
export function podStatus(
  pod: KubernetesObject,
  run: PodRun,
  at: { now: number; nodeAddress: string }
): Record<string, unknown> {
  const spec = record(pod.spec);
  const inits = list(spec.initContainers).map(record);
  const initialized = run.inits.every((init, index) => isDone(init, inits[index] ?? {}));
  const phase = phaseOf(run, text(spec.restartPolicy) ?? 'Always', initialized);
  const unready = run.containers.filter(container => !container.ready).map(({ name }) => name);
  const unfinished = run.inits
    .filter((init, index) => !isDone(init, inits[index] ?? {}))
    .map(({ name }) => name);
  const address = spec.hostNetwork === true ? at.nodeAddress : run.address;

  let conditions = conditionListOf(pod);
  const set = (type: string, failure?: { reason: string; message?: string }) => {
    const status = failure ? 'False' : 'True';
    conditions = withCondition(conditions, { type, status, ...failure }, at.now);
  };
  const notReady =
    phase === 'Succeeded' || phase === 'Failed'
      ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
      : unready.length
      ? {
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        }
      : undefined;
  set('PodReadyToStartContainers');
  set(
    'Initialized',
    initialized
      ? undefined
      : {
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${unfinished.join(' ')}]`,
        }
  );
  set('Ready', notReady);
  set('ContainersReady', notReady);
  set('PodScheduled');

  const old = record(pod.status);
  return {
    ...(pod.metadata.generation ? { observedGeneration: pod.metadata.generation } : {}),
    phase,
    conditions,
    hostIP: at.nodeAddress,
    hostIPs: [{ ip: at.nodeAddress }],
    podIP: address,
    podIPs: [{ ip: address }],
    startTime: toTime(run.startedAt),
    ...(run.inits.length
      ? {
          initContainerStatuses: run.inits.map((init, index) =>
            containerStatus(pod, init, inits[index], isDone(init, inits[index] ?? {}), true)
          ),
        }
      : {}),
    containerStatuses: run.containers.map((container, index) =>
      containerStatus(
        pod,
        container,
        record(list(spec.containers)[index]),
        container.ready,
        initialized
      )
    ),
    ...(old.qosClass ? { qosClass: old.qosClass } : {}),
  };
}

function phaseOf(run: PodRun, restartPolicy: string, initialized: boolean): string {
  const failedInit = run.inits.some(isFinal);
  if (!initialized && failedInit && restartPolicy === 'Never') return 'Failed';
  if (!initialized) return 'Pending';
  const ends = run.containers.map(({ state }) =>
    state.phase === 'ended' ? state.exit : undefined
  );
  if (run.containers.every(isFinal)) {
    return ends.every(exit => exit?.code === 0) ? 'Succeeded' : 'Failed';
  }
  const isWaiting = run.containers.some(
    ({ state, last }) => state.phase !== 'running' && !('exit' in state) && !last
  );
  return isWaiting ? 'Pending' : 'Running';
}

/** Ended and never to be started again. */
function isFinal({ state }: ContainerRun): boolean {
  return state.phase === 'ended' && state.until === Infinity;
}

function containerStatus(
  pod: KubernetesObject,
  run: ContainerRun,
  spec: Record<string, unknown> | undefined,
  ready: boolean,
  mayStart: boolean
): Record<string, unknown> {
  const image = text(spec?.image) ?? '';
  const hasRun = run.state.phase === 'running' || 'exit' in run.state || run.last !== undefined;
  const id = (restart: number) =>
    `containerd://${sha256(`${pod.metadata.uid}/${run.name}/${restart}`)}`;
  const repository = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  const before = run.state.phase === 'crashBackOff' ? run.state.exit : run.last;
  return {
    name: run.name,
    state: stateOf(run, image, pod, mayStart, id),
    lastState: before ? { terminated: terminated(before, id(run.restarts - 1)) } : {},
    ready,
    restartCount: run.restarts,
    image,
    imageID: hasRun ? `${repository}@sha256:${sha256(image)}` : '',
    ...(hasRun ? { containerID: id(run.restarts) } : {}),
    started: run.state.phase === 'running',
  };
}

function stateOf(
  run: ContainerRun,
  image: string,
  pod: KubernetesObject,
  mayStart: boolean,
  id: (restart: number) => string
): Record<string, unknown> {
  const { state } = run;
  const waiting = (reason: string, message?: string) => ({
    waiting: { ...(message ? { message } : {}), reason },
  });
  switch (state.phase) {
    case 'creating':
    case 'pulling':
      return waiting(mayStart ? 'ContainerCreating' : 'PodInitializing');
    case 'pullFailed':
      return waiting('ErrImagePull', pullError(image));
    case 'pullBackOff':
      return waiting(
        'ImagePullBackOff',
        `Back-off pulling image "${image}": ErrImagePull: ${pullError(image)}`
      );
    case 'configError':
      return waiting('CreateContainerConfigError', state.message);
    case 'running':
      return { running: { startedAt: toTime(state.startedAt) } };
    case 'ended':
      return { terminated: terminated(state.exit, id(run.restarts)) };
    case 'crashBackOff': {
      const { name, namespace, uid } = pod.metadata;
      const delay = goDuration(state.delay);
      return waiting(
        'CrashLoopBackOff',
        `back-off ${delay} restarting failed container=${run.name} pod=${name}_${namespace}(${uid})`
      );
    }
  }
}

function terminated(exit: Exit, containerID: string) {
  return {
    exitCode: exit.code,
    reason: exit.reason,
    startedAt: toTime(exit.startedAt),
    finishedAt: toTime(exit.finishedAt),
    containerID,
  };
}

/** `10s`, `1m20s`, `5m0s`: whole seconds as Go prints them. */
function goDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
