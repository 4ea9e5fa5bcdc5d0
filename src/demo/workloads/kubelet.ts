import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { createClient } from '../../node/kubernetes/client.ts';
import type { ClusterAccess } from '../../node/kubernetes/clusterAccess.ts';
import { createCollection } from './collection.ts';
import { createEventRecorder } from './eventRecorder.ts';
import { type ImageBehaviour, type Pace, usualPace } from './imageBehaviour.ts';
import { findMissing, nothingMissing } from './kubelet/configuration.ts';
import { logLines } from './kubelet/logLines.ts';
import { type LogAddress, startLogServer } from './kubelet/logServer.ts';
import { startNode } from './kubelet/node.ts';
import type { PodRun } from './kubelet/podRun.ts';
import { podStatus } from './kubelet/podStatus.ts';
import { newPodRun, stepPod } from './kubelet/podStep.ts';
import { createProber } from './kubelet/prober.ts';
import { createScheduler } from './kubelet/scheduler.ts';
import { resources } from './resource.ts';
import { createWorkQueue } from './workQueue.ts';

export interface KubeletOptions {
  access: ClusterAccess;
  /** The name of the only node. */
  node: string;
  /** What a container of this image does; undefined: no registry has it. */
  images: (image: string) => ImageBehaviour | undefined;
  /** Where a real process stands behind a pod: its port on loopback for each container port. */
  processes?: (pod: KubernetesObject) => Record<number, number> | undefined;
  pace?: Partial<Pace>;
  log?: (line: string) => void;
}

export interface Kubelet {
  /** Where an address of the node or of a pod really is: for the API server's logs and service proxy. */
  dial(address: string, port: number): { host: string; port: number } | undefined;
  close(): Promise<void>;
}

const nodeAddress = '10.0.0.1';
const kubeletPort = 10_250;

interface Slot {
  uid: string | undefined;
  run: PodRun;
  /** When its containers are down and it may be deleted. */
  stopAt?: number;
  listeners: Set<() => void>;
}

/**
 * A node that runs nothing: it takes pods, and writes what a real kubelet would write if their images did what
 * `images` says. Pods without news cost nothing: each has a timer only while something of it is due.
 */
export function startKubelet(options: KubeletOptions): Kubelet {
  const { node, images, processes, log } = options;
  const pace = { ...usualPace, ...options.pace };
  const client = createClient(options.access);
  const collect = (of: (typeof resources)[keyof typeof resources]) =>
    createCollection(client, of, { manager: 'kubelet', log });
  const pods = collect(resources.pods);
  const nodes = collect(resources.nodes);
  const claims = collect(resources.volumeClaims);
  const classes = collect(resources.storageClasses);
  const events = createEventRecorder(client, { component: 'kubelet', host: node }, log);
  const scheduled = createEventRecorder(client, { component: 'default-scheduler' }, log);
  const scheduler = createScheduler({
    client,
    node,
    nodes,
    pods,
    claims,
    classes,
    events: scheduled,
  });

  const slots = new Map<string, Slot>();
  const pulled = new Set<string>();
  const addresses = new Map<string, string>();
  let nextAddress = 2;

  const queue = createWorkQueue({
    work,
    concurrency: 8,
    log: line => log?.(`kubelet: pod ${line}`),
  });
  const keyOf = (pod: KubernetesObject) => `${pod.metadata.namespace}/${pod.metadata.name}`;
  const prober = createProber(pod => queue.add(keyOf(pod)));

  async function work(key: string): Promise<number | void> {
    const pod = pods.get(...(key.split('/') as [string, string]));
    const slot = slots.get(key);
    if (slot && slot.uid !== pod?.metadata.uid) forget(key, slot);
    if (!pod) return;
    const spec = record(pod.spec);
    if (!spec.nodeName) return pod.metadata.deletionTimestamp ? undefined : scheduler.schedule(pod);
    if (spec.nodeName !== node) return;
    if (pod.metadata.deletionTimestamp) return terminate(key, pod);
    const phase = record(pod.status).phase;
    if (phase === 'Succeeded' || phase === 'Failed') return;
    return sync(key, pod);
  }

  async function sync(key: string, pod: KubernetesObject): Promise<number | void> {
    const slot = slots.get(key) ?? admit(key, pod);
    const missing = isStarting(slot.run) ? await findMissing(client, pod) : nothingMissing;
    const now = Date.now();
    const ports = processes?.(pod);
    const step = stepPod(pod, slot.run, {
      now,
      pace,
      images,
      isPulled: image => pulled.has(image),
      missing,
      probed: container => prober.answer(pod, container, ports),
    });
    slot.run = step.run;
    for (const event of step.events) {
      const { type, reason, message, fieldPath } = event;
      events.record(pod, type, reason, message, fieldPath ? { fieldPath } : {});
    }
    notePulled(pod, step.run);
    for (const listener of slot.listeners) listener();
    const status = podStatus(pod, step.run, { now, nodeAddress });
    if (!isDeepStrictEqual(status, pod.status)) await pods.updateStatus({ ...pod, status });
    if (step.wakeAt < Infinity) return step.wakeAt - Date.now();
  }

  function admit(key: string, pod: KubernetesObject): Slot {
    const address = `10.1.${nextAddress >> 8}.${nextAddress & 255}`;
    nextAddress += 1;
    addresses.set(address, key);
    const run = newPodRun(pod, address, Date.now());
    const slot = { uid: pod.metadata.uid, run, listeners: new Set<() => void>() };
    slots.set(key, slot);
    return slot;
  }

  function forget(key: string, slot: Slot): void {
    slots.delete(key);
    addresses.delete(slot.run.address);
    prober.forget(key);
    for (const listener of slot.listeners) listener();
  }

  function notePulled(pod: KubernetesObject, run: PodRun): void {
    const { initContainers, containers } = record(pod.spec);
    for (const [specs, runs] of [
      [list(initContainers), run.inits],
      [list(containers), run.containers],
    ] as const) {
      for (const [index, { state }] of runs.entries()) {
        if (state.phase === 'running') pulled.add(text(record(specs[index]).image) ?? '');
      }
    }
  }

  async function terminate(key: string, pod: KubernetesObject): Promise<number | void> {
    const slot = slots.get(key);
    const now = Date.now();
    if (slot && slot.stopAt === undefined) {
      const grace = Number(
        (pod.metadata as { deletionGracePeriodSeconds?: number }).deletionGracePeriodSeconds ?? 30
      );
      slot.stopAt = now + Math.min(grace * 1000, pace.stop);
      for (const { name, state } of slot.run.containers) {
        const fieldPath = `spec.containers{${name}}`;
        if (state.phase === 'running') {
          events.record(pod, 'Normal', 'Killing', `Stopping container ${name}`, { fieldPath });
        }
      }
    }
    if (slot?.stopAt !== undefined && now < slot.stopAt) return slot.stopAt - now;
    if (slot) forget(key, slot);
    await pods.remove(pod, { grace: 0 });
  }

  pods.onChange((pod, old) => {
    queue.add(keyOf(pod));
    // A pod that went may have left room for those that wait.
    if (old && !pods.get(pod.metadata.namespace, pod.metadata.name)) retryUnscheduled();
  });
  const retryUnscheduled = () => {
    for (const pod of pods.list()) if (!record(pod.spec).nodeName) queue.add(keyOf(pod));
  };
  for (const collection of [nodes, claims, classes]) collection.onChange(retryUnscheduled);

  function read(at: LogAddress) {
    const slot = slots.get(`${at.namespace}/${at.pod}`);
    const pod = pods.get(at.namespace, at.pod);
    const { initContainers, containers } = record(pod?.spec);
    const specs = [...list(initContainers), ...list(containers)].map(record);
    const run = [...(slot?.run.inits ?? []), ...(slot?.run.containers ?? [])].find(
      ({ name }) => name === at.container
    );
    const image = text(specs.find(({ name }) => name === at.container)?.image) ?? '';
    if (!run) {
      return { status: 404, message: `container ${at.container} not found in pod ${at.pod}` };
    }
    const lines = logLines(run, images(image), image, at.which);
    if (lines) return { lines: lines.filter(({ time }) => time <= Date.now()) };
    const { phase } = run.state;
    const why =
      at.which === 'previous'
        ? `previous terminated container "${at.container}" in pod "${at.pod}" not found`
        : `container "${at.container}" in pod "${at.pod}" is waiting to start: ${
            phase === 'pullFailed' || phase === 'pullBackOff'
              ? 'trying and failing to pull image'
              : phase === 'configError'
              ? 'CreateContainerConfigError'
              : 'ContainerCreating'
          }`;
    return { status: 400, message: why };
  }

  const server = startLogServer(
    {
      read,
      follow(at, onMore, onEnd) {
        const key = `${at.namespace}/${at.pod}`;
        const slot = slots.get(key);
        const run = () => slot?.run.containers.find(({ name }) => name === at.container);
        const restarts = run()?.restarts;
        const listener = () => {
          const isSame = slots.get(key) === slot && run()?.restarts === restarts;
          if (isSame && run()?.state.phase === 'running') onMore();
          else onEnd();
        };
        slot?.listeners.add(listener);
        if (!slot || run()?.state.phase !== 'running') onEnd();
        return () => slot?.listeners.delete(listener);
      },
    },
    log
  );
  const registered = startNode(client, { name: node, address: nodeAddress, kubeletPort }, log);

  return {
    dial(address, port) {
      const own = server.port();
      if (address === nodeAddress && port === kubeletPort) {
        return own === undefined ? undefined : { host: '127.0.0.1', port: own };
      }
      const key = addresses.get(address);
      const pod = key === undefined ? undefined : pods.get(...(key.split('/') as [string, string]));
      const real = pod && processes?.(pod)?.[port];
      return real === undefined ? undefined : { host: '127.0.0.1', port: real };
    },
    async close() {
      registered.close();
      prober.close();
      for (const collection of [pods, nodes, claims, classes]) collection.close();
      await Promise.all([queue, server, events, scheduled].map(part => part.close()));
      client.close();
    },
  };
}

/** Whether a container of the pod will be created soon, so that what it needs has to be there. */
function isStarting(run: PodRun): boolean {
  return [...run.inits, ...run.containers].some(
    ({ state }) =>
      state.phase !== 'running' && !(state.phase === 'ended' && state.until === Infinity)
  );
}
