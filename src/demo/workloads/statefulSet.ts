import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { type Controllers, startController, toOwner } from './controller.ts';
import { availableAt, isReady, podOf } from './pods.ts';
import { templateHash } from './templateHash.ts';
import type { WorkQueue } from './workQueue.ts';

const revisionLabel = 'controller-revision-hash';

/** Keeps the numbered pods of each StatefulSet: made and replaced one after the other. */
export function startStatefulSets(controllers: Controllers): WorkQueue {
  const { statefulSets, pods, volumeClaims } = controllers.collections;
  const events = controllers.recorder('statefulset-controller');

  async function work(set: KubernetesObject): Promise<number | void> {
    const spec = record(set.spec);
    const revision = `${set.metadata.name}-${templateHash(spec.template)}`;
    const mine = () => pods.ownedBy(set.metadata.uid).sort((a, b) => ordinalOf(a) - ordinalOf(b));
    if (!set.metadata.deletionTimestamp) await step(set, mine(), revision);
    return writeStatus(set, mine(), revision);
  }

  /** At most one thing for a set that keeps order; it is worked on again when that has happened. */
  async function step(
    set: KubernetesObject,
    mine: KubernetesObject[],
    revision: string
  ): Promise<void> {
    const spec = record(set.spec);
    const want = Number(spec.replicas ?? 1);
    const inOrder = spec.podManagementPolicy !== 'Parallel';
    const first = Number(record(spec.ordinals).start ?? 0);
    for (let ordinal = first; ordinal < first + want; ordinal += 1) {
      const name = `${set.metadata.name}-${ordinal}`;
      const pod = mine.find(one => one.metadata.name === name);
      const phase = record(pod?.status).phase;
      if (pod && (phase === 'Failed' || phase === 'Succeeded')) {
        if (!pod.metadata.deletionTimestamp) await remove(set, pod);
        return;
      }
      if (!pod) await create(set, ordinal, revision);
      if (inOrder && (!pod || !isReady(pod) || pod.metadata.deletionTimestamp)) return;
    }

    const surplus = mine.filter(pod => ordinalOf(pod) >= first + want || ordinalOf(pod) < first);
    for (const pod of surplus.reverse()) {
      if (!pod.metadata.deletionTimestamp) await remove(set, pod);
      if (inOrder) return;
    }

    const strategy = record(spec.updateStrategy);
    if (strategy.type === 'OnDelete') return;
    const partition = Number(record(strategy.rollingUpdate).partition ?? 0);
    const updated = mine.filter(pod => ordinalOf(pod) - first >= partition).reverse();
    for (const pod of updated) {
      const isOld = pod.metadata.labels?.[revisionLabel] !== revision;
      if (isOld && !pod.metadata.deletionTimestamp) return remove(set, pod);
      if (!isReady(pod) || pod.metadata.deletionTimestamp) return;
    }
  }

  async function create(set: KubernetesObject, ordinal: number, revision: string): Promise<void> {
    const spec = record(set.spec);
    const name = `${set.metadata.name}-${ordinal}`;
    const templates = list(spec.volumeClaimTemplates).map(record);
    for (const template of templates) await claim(set, template, name);
    const labels = {
      [revisionLabel]: revision,
      'apps.kubernetes.io/pod-index': String(ordinal),
      'statefulset.kubernetes.io/pod-name': name,
    };
    const pod = podOf(set, spec.template, { reference: toOwner(set), name, labels });
    const podSpec = record(pod.spec);
    const claimed = templates.map(template => String(record(template.metadata).name));
    pod.spec = {
      ...podSpec,
      hostname: name,
      subdomain: spec.serviceName,
      volumes: [
        ...list(podSpec.volumes).filter(volume => !claimed.includes(String(record(volume).name))),
        ...claimed.map(volume => ({
          name: volume,
          persistentVolumeClaim: { claimName: `${volume}-${name}` },
        })),
      ],
    };
    await pods.create(pod);
    const message = `create Pod ${name} in StatefulSet ${set.metadata.name} successful`;
    events.record(set, 'Normal', 'SuccessfulCreate', message);
  }

  async function claim(
    set: KubernetesObject,
    template: Record<string, unknown>,
    pod: string
  ): Promise<void> {
    const metadata = record(template.metadata);
    const name = `${String(metadata.name)}-${pod}`;
    if (volumeClaims.get(set.metadata.namespace, name)) return;
    const labels = record(record(record(set.spec).selector).matchLabels) as Record<string, string>;
    await volumeClaims.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        namespace: set.metadata.namespace,
        labels: { ...(metadata.labels as Record<string, string> | undefined), ...labels },
      },
      spec: record(template.spec),
    });
    const message = `create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`;
    events.record(set, 'Normal', 'SuccessfulCreate', message);
  }

  async function remove(set: KubernetesObject, pod: KubernetesObject): Promise<void> {
    await pods.remove(pod);
    const { name } = pod.metadata;
    const message = `delete Pod ${name} in StatefulSet ${set.metadata.name} successful`;
    events.record(set, 'Normal', 'SuccessfulDelete', message);
  }

  async function writeStatus(
    set: KubernetesObject,
    mine: KubernetesObject[],
    updateRevision: string
  ): Promise<number | undefined> {
    const spec = record(set.spec);
    const want = Number(spec.replicas ?? 1);
    const now = Date.now();
    const times = mine.map(pod => availableAt(pod, Number(spec.minReadySeconds ?? 0)));
    const live = mine.filter(pod => !pod.metadata.deletionTimestamp);
    const updated = live.filter(pod => pod.metadata.labels?.[revisionLabel] === updateRevision);
    const ready = live.filter(isReady).length;
    const before = text(record(set.status).currentRevision) ?? updateRevision;
    const isDone = updated.length === want && mine.length === want && ready === want;
    const currentRevision = isDone ? updateRevision : before;
    const current = live.filter(pod => pod.metadata.labels?.[revisionLabel] === currentRevision);
    const status = {
      observedGeneration: set.metadata.generation,
      replicas: mine.length,
      ...(ready ? { readyReplicas: ready } : {}),
      ...(current.length ? { currentReplicas: current.length } : {}),
      ...(updated.length ? { updatedReplicas: updated.length } : {}),
      availableReplicas: times.filter(time => time <= now).length,
      currentRevision,
      updateRevision,
      collisionCount: 0,
    };
    if (!isDeepStrictEqual(status, set.status)) {
      await statefulSets.updateStatus({ ...set, status });
    }
    const next = Math.min(...times.filter(time => time > now));
    return Number.isFinite(next) ? next - now : undefined;
  }

  return startController(controllers, { main: statefulSets, owned: [pods], work });
}

function ordinalOf(pod: KubernetesObject): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
}
