import { createClient } from '../../node/kubernetes/client.ts';
import type { ClusterAccess } from '../../node/kubernetes/clusterAccess.ts';
import { createCollection } from './collection.ts';
import type { Controllers } from './controller.ts';
import { startCronJobs } from './cronJob.ts';
import { startDaemonSets } from './daemonSet.ts';
import { startDeployments } from './deployment.ts';
import { startEndpoints } from './endpoints.ts';
import { createEventRecorder, type EventRecorder } from './eventRecorder.ts';
import { startJobs } from './job.ts';
import { startOperators } from './operators.ts';
import { startReplicaSets } from './replicaSet.ts';
import { resources } from './resource.ts';
import { startStatefulSets } from './statefulSet.ts';
import { startVolumes } from './volumes.ts';

/** What whoever owns a cluster adds to it. */
const addOns = [startVolumes, startOperators];
const all = [
  startDeployments,
  startReplicaSets,
  startStatefulSets,
  startDaemonSets,
  startJobs,
  startCronJobs,
  startEndpoints,
  ...addOns,
];

export interface WorkloadOptions {
  access: ClusterAccess;
  log?: (line: string) => void;
}

/** What kube-controller-manager does in a real cluster, as far as a homelab needs it, and its add-ons. */
export function startWorkloads(options: WorkloadOptions): { close(): Promise<void> } {
  return start(all, options);
}

/** What no Kubernetes brings: a provisioner of volumes, and a few operators. */
export function startAddOns(options: WorkloadOptions): { close(): Promise<void> } {
  return start(addOns, options);
}

function start(starts: typeof all, options: WorkloadOptions): { close(): Promise<void> } {
  const { log } = options;
  const client = createClient(options.access);
  const manager = 'kube-controller-manager';
  const collections = Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => [
      name,
      createCollection(client, resource, { manager, log }),
    ])
  ) as Controllers['collections'];
  const recorders: EventRecorder[] = [];
  const controllers: Controllers = {
    client,
    collections,
    recorder(component) {
      const recorder = createEventRecorder(client, { component }, log);
      recorders.push(recorder);
      return recorder;
    },
    log,
  };
  const running = starts.map(start => start(controllers));

  return {
    async close() {
      for (const collection of Object.values(collections)) collection.close();
      await Promise.all([...running, ...recorders].map(part => part.close()));
      client.close();
    },
  };
}
