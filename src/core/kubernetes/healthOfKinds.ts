import { conditionOf, conditionsOf } from './conditions.ts';
import type { Health, HealthStatus } from './healthStatus.ts';
import { type KubernetesObject, list, record, text } from './object.ts';

type Reader = (object: KubernetesObject, now: number) => Health;

/** A pod may wait this long for a node before that is a failure. */
const scheduleWindow = 15_000;

function verdict(
  status: HealthStatus,
  id: string,
  params?: Record<string, string | number>
): Health {
  return { status, says: params ? { id: `health.${id}`, params } : { id: `health.${id}` } };
}

const current = () => verdict('Current', 'exists');

function count(value: unknown, otherwise = 0): number {
  return typeof value === 'number' ? value : otherwise;
}

/** `InProgress` where there are not as many as there should be yet, in the words of `id`. */
function short(id: string, have: number, want: number): Health | undefined {
  return have < want ? verdict('InProgress', id, { have, want }) : undefined;
}

function deployment(object: KubernetesObject): Health {
  const status = record(object.status);
  const spec = record(object.spec);
  const want = count(spec.replicas, 1);
  const progressing = conditionOf(object, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return verdict('Failed', 'deadlineExceeded', { said: progressing.message ?? '' });
  }
  const [replicas, updated] = [count(status.replicas), count(status.updatedReplicas)];
  const waits =
    short('replicas', replicas, want) ??
    short('updated', updated, want) ??
    extra(replicas, want) ??
    short('available', count(status.availableReplicas), updated) ??
    short('ready', count(status.readyReplicas), want);
  if (waits) return waits;
  // Without a deadline the controller writes no Progressing condition.
  const isComplete =
    typeof spec.progressDeadlineSeconds !== 'number' ||
    (progressing?.status === 'True' && progressing.reason === 'NewReplicaSetAvailable');
  if (!isComplete) return verdict('InProgress', 'rollingOut');
  if (conditionOf(object, 'Available')?.status !== 'True')
    return verdict('InProgress', 'unavailable');
  return verdict('Current', 'replicasReady', { want });
}

/** More replicas than wanted: the old ones have still to go. */
function extra(replicas: number, want: number): Health | undefined {
  return replicas > want
    ? verdict('InProgress', 'extraReplicas', { extra: replicas - want })
    : undefined;
}

function statefulSet(object: KubernetesObject): Health {
  const status = record(object.status);
  const spec = record(object.spec);
  const strategy = record(spec.updateStrategy);
  if (strategy.type === 'OnDelete') return verdict('Current', 'onDelete');
  const want = count(spec.replicas, 1);
  const replicas = count(status.replicas);
  const waits =
    short('replicas', replicas, want) ??
    short('ready', count(status.readyReplicas), want) ??
    extra(replicas, want);
  if (waits) return waits;
  const partition = record(strategy.rollingUpdate).partition;
  if (typeof partition === 'number') {
    return (
      short('updated', count(status.updatedReplicas), want - partition) ??
      verdict('Current', 'replicasReady', { want })
    );
  }
  const old = short('current', count(status.currentReplicas), want);
  if (old) return old;
  if (status.currentRevision !== status.updateRevision) return verdict('InProgress', 'rollingOut');
  return verdict('Current', 'replicasReady', { want });
}

function daemonSet(object: KubernetesObject): Health {
  const status = record(object.status);
  const want = status.desiredNumberScheduled;
  const isKnown =
    object.metadata.generation !== undefined && status.observedGeneration !== undefined;
  if (!isKnown || typeof want !== 'number') return verdict('InProgress', 'notObserved');
  return (
    short('scheduled', count(status.currentNumberScheduled), want) ??
    short('updated', count(status.updatedNumberScheduled), want) ??
    short('available', count(status.numberAvailable), want) ??
    short('ready', count(status.numberReady), want) ??
    verdict('Current', 'replicasReady', { want })
  );
}

function replicaSet(object: KubernetesObject): Health {
  const status = record(object.status);
  const want = count(record(object.spec).replicas, 1);
  const failure = conditionOf(object, 'ReplicaFailure');
  if (failure?.status === 'True') {
    const said = failure.message ?? failure.reason ?? '';
    return verdict('InProgress', 'condition', { type: 'ReplicaFailure', said });
  }
  return (
    short('replicas', count(status.fullyLabeledReplicas), want) ??
    short('available', count(status.availableReplicas), want) ??
    short('ready', count(status.readyReplicas), want) ??
    extra(count(status.replicas), want) ??
    verdict('Current', 'replicasReady', { want })
  );
}

function pod(object: KubernetesObject, now: number): Health {
  const status = record(object.status);
  const phase = text(status.phase) ?? '';
  if (phase === 'Succeeded' || phase === 'Failed') return verdict('Current', 'podEnded', { phase });
  if (phase === 'Running') {
    if (conditionOf(object, 'Ready')?.status === 'True') return verdict('Current', 'podReady');
    const crashing = list(status.containerStatuses)
      .map(record)
      .filter(({ state }) => record(record(state).waiting).reason === 'CrashLoopBackOff')
      .map(container => text(container.name) ?? '');
    if (crashing.length) {
      return verdict('Failed', 'crashLoop', { containers: crashing.join(', ') });
    }
    return verdict('InProgress', 'podNotReady');
  }
  const scheduled = conditionOf(object, 'PodScheduled');
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    const created = Date.parse(object.metadata.creationTimestamp ?? '');
    const isLate = !(now - created < scheduleWindow);
    const said = scheduled.message ?? '';
    return verdict(isLate ? 'Failed' : 'InProgress', 'unschedulable', { said });
  }
  return verdict('InProgress', 'podPending');
}

function job(object: KubernetesObject): Health {
  // Nothing comes of it until somebody resumes it: Flux does not wait for that.
  if (record(object.spec).suspend === true) return verdict('Current', 'jobSuspended');
  const status = record(object.status);
  for (const { type, status: is, message, reason } of conditionsOf(object)) {
    if (is !== 'True') continue;
    if (type === 'Complete') return verdict('Current', 'jobComplete');
    if (type === 'Failed') return verdict('Failed', 'jobFailed', { said: message ?? reason ?? '' });
  }
  if (!status.startTime) return verdict('InProgress', 'jobNotStarted');
  const [active, succeeded, failed] = [status.active, status.succeeded, status.failed].map(value =>
    count(value)
  ) as [number, number, number];
  return verdict('InProgress', 'jobRunning', { active, succeeded, failed });
}

function volumeClaim(object: KubernetesObject): Health {
  const phase = text(record(object.status).phase) ?? '';
  return phase === 'Bound'
    ? verdict('Current', 'bound')
    : verdict('InProgress', 'notBound', { phase });
}

function service(object: KubernetesObject): Health {
  const spec = record(object.spec);
  const waits = spec.type === 'LoadBalancer' && !text(spec.clusterIP);
  return waits ? verdict('InProgress', 'noClusterIp') : current();
}

function customResourceDefinition(object: KubernetesObject): Health {
  for (const { type, status, message, reason } of conditionsOf(object)) {
    const said = { type, said: message ?? reason ?? '' };
    if (type === 'NamesAccepted' && status === 'False') return verdict('Failed', 'condition', said);
    if (type !== 'Established') continue;
    if (status === 'False' && reason !== 'Installing') return verdict('Failed', 'condition', said);
    if (status === 'True') return verdict('Current', 'established');
  }
  return verdict('InProgress', 'notEstablished');
}

/** The only kinds that kstatus reads by more than their conditions, by `group/Kind`. */
export const builtInHealth: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['/Secret', current],
  ['/ConfigMap', current],
  ['batch/CronJob', current],
  ['policy/PodDisruptionBudget', current],
  ['/Pod', pod],
  ['/Service', service],
  ['/PersistentVolumeClaim', volumeClaim],
  ['apps/Deployment', deployment],
  ['apps/StatefulSet', statefulSet],
  ['apps/DaemonSet', daemonSet],
  ['apps/ReplicaSet', replicaSet],
  ['batch/Job', job],
  ['apiextensions.k8s.io/CustomResourceDefinition', customResourceDefinition],
]);
