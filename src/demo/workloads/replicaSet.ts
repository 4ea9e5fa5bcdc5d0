import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { conditionListOf, withCondition, withoutCondition } from './conditionList.ts';
import { type Controllers, startController, toOwner } from './controller.ts';
import { availableAt, byWorth, isActive, isReady, podOf } from './pods.ts';
import type { WorkQueue } from './workQueue.ts';

/** Keeps as many pods as each ReplicaSet wants. */
export function startReplicaSets(controllers: Controllers): WorkQueue {
  const { replicaSets, pods } = controllers.collections;
  const events = controllers.recorder('replicaset-controller');

  async function work(set: KubernetesObject): Promise<number | void> {
    const spec = record(set.spec);
    const want = Number(spec.replicas ?? 1);
    const active = () => pods.ownedBy(set.metadata.uid).filter(isActive);
    const failure = set.metadata.deletionTimestamp ? undefined : await scale(set, want, active());
    const wait = await writeStatus(set, active(), failure);
    if (failure) throw failure;
    return wait;
  }

  async function scale(
    set: KubernetesObject,
    want: number,
    active: KubernetesObject[]
  ): Promise<Error | undefined> {
    const reference = toOwner(set);
    try {
      for (let missing = want - active.length; missing > 0; missing -= 1) {
        const made = await pods.create(podOf(set, record(set.spec).template, { reference }));
        events.record(set, 'Normal', 'SuccessfulCreate', `Created pod: ${made.metadata.name}`);
      }
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      events.record(set, 'Warning', 'FailedCreate', `Error creating: ${failure.message}`);
      return failure;
    }
    for (const pod of active.sort(byWorth).slice(0, Math.max(active.length - want, 0))) {
      await pods.remove(pod);
      events.record(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    }
  }

  async function writeStatus(
    set: KubernetesObject,
    active: KubernetesObject[],
    failure: Error | undefined
  ): Promise<number | undefined> {
    const now = Date.now();
    const seconds = Number(record(set.spec).minReadySeconds ?? 0);
    const times = active.map(pod => availableAt(pod, seconds));
    const ready = active.filter(isReady).length;
    const available = times.filter(time => time <= now).length;
    const conditions = failure
      ? withCondition(
          conditionListOf(set),
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: failure.message,
          },
          now
        )
      : withoutCondition(conditionListOf(set), 'ReplicaFailure');
    const status = {
      replicas: active.length,
      ...(active.length ? { fullyLabeledReplicas: active.length } : {}),
      ...(ready ? { readyReplicas: ready } : {}),
      ...(available ? { availableReplicas: available } : {}),
      observedGeneration: set.metadata.generation,
      ...(conditions.length ? { conditions } : {}),
    };
    if (!isDeepStrictEqual(status, set.status)) {
      await replicaSets.updateStatus({ ...set, status });
    }
    const next = Math.min(...times.filter(time => time > now));
    return Number.isFinite(next) ? next - now : undefined;
  }

  return startController(controllers, { main: replicaSets, owned: [pods], work });
}
