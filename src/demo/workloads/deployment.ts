import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import { controllerOf } from './collection.ts';
import { conditionListOf } from './conditionList.ts';
import { type Controllers, startController, toOwner } from './controller.ts';
import { deploymentStatus } from './deploymentStatus.ts';
import { isActive } from './pods.ts';
import { nextStep, type RollingUpdate, toBounds } from './rollout.ts';
import { hashLabel, isSameTemplate, templateHash } from './templateHash.ts';
import type { WorkQueue } from './workQueue.ts';

const revisionKey = 'deployment.kubernetes.io/revision';
const desiredKey = 'deployment.kubernetes.io/desired-replicas';
const maxKey = 'deployment.kubernetes.io/max-replicas';
const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision-history',
  revisionKey,
  desiredKey,
  maxKey,
]);

/** Rolls each Deployment out, by ReplicaSets. */
export function startDeployments(controllers: Controllers): WorkQueue {
  const { deployments, replicaSets, pods } = controllers.collections;
  const events = controllers.recorder('deployment-controller');

  async function work(deployment: KubernetesObject): Promise<number | void> {
    if (deployment.metadata.deletionTimestamp) return;
    const spec = record(deployment.spec);
    const sets = () => replicaSets.ownedBy(deployment.metadata.uid).sort(byRevision);
    const find = () => sets().find(set => isSameTemplate(record(set.spec).template, spec.template));
    let current = find();
    let found: 'created' | undefined;

    if (spec.paused !== true) {
      if (!current) {
        // With the strategy Recreate the new one comes only when the old pods are gone.
        const mustWait = isRecreate(spec) && (await emptyOlds(deployment, sets()));
        if (!mustWait) {
          current = await createSet(deployment, sets());
          found = current && 'created';
        }
      }
      if (current) {
        current = await markRevision(deployment, current, sets());
        await step(deployment, current, sets());
      }
      await forgetOld(deployment, sets());
    } else if (current) {
      await scaleSet(deployment, current, Number(spec.replicas ?? 1));
    }

    const latest = deployments.get(deployment.metadata.namespace, deployment.metadata.name);
    if (!latest) return;
    current = find();
    const now = Date.now();
    const { status, checkAt } = deploymentStatus({
      deployment: latest,
      current,
      olds: sets().filter(set => set.metadata.uid !== current?.metadata.uid),
      found,
      now,
    });
    if (!isDeepStrictEqual(status, latest.status)) {
      await deployments.updateStatus({ ...latest, status });
    }
    return checkAt === undefined ? undefined : checkAt - now;
  }

  async function createSet(
    deployment: KubernetesObject,
    sets: KubernetesObject[]
  ): Promise<KubernetesObject | undefined> {
    const spec = record(deployment.spec);
    const collisions = Number(record(deployment.status).collisionCount ?? 0);
    const hash = templateHash(spec.template, collisions);
    const template = record(spec.template);
    const templateMeta = record(template.metadata);
    const labels = { ...record(templateMeta.labels), [hashLabel]: hash } as Record<string, string>;
    const want = Number(spec.replicas ?? 1);
    const first = sets.every(set => !replicasOf(set)) || isRecreate(spec);
    const replicas = first
      ? want
      : nextStep({ ...boundsOf(spec), now: none, olds: sets.map(toReplicas) }).now;
    const set: KubernetesObject = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: annotationsOf(deployment, String(newestRevision(sets) + 1)),
        ownerReferences: [toOwner(deployment)],
      },
      spec: {
        replicas,
        ...(spec.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
        selector: {
          ...record(spec.selector),
          matchLabels: { ...record(record(spec.selector).matchLabels), [hashLabel]: hash },
        },
        template: { ...template, metadata: { ...templateMeta, labels } },
      },
    };
    try {
      const made = await replicaSets.create(set);
      told(deployment, made, 0, replicas);
      return made;
    } catch (error) {
      const taken = error instanceof ApiError && error.reason === 'AlreadyExists';
      if (!taken) throw error;
      // Another template has this hash, or an old set of a namesake waits to be collected.
      const status = { ...record(deployment.status), collisionCount: collisions + 1 };
      await deployments.updateStatus({ ...deployment, status });
      return undefined;
    }
  }

  /** The newest revision is the one that runs, also after a rollback to an older template. */
  async function markRevision(
    deployment: KubernetesObject,
    current: KubernetesObject,
    sets: KubernetesObject[]
  ): Promise<KubernetesObject> {
    const others = sets.filter(set => set.metadata.uid !== current.metadata.uid);
    const revision = String(Math.max(newestRevision(others) + 1, revisionOf(current)));
    const annotations = { ...current.metadata.annotations, ...annotationsOf(deployment, revision) };
    let set = current;
    if (!isDeepStrictEqual(annotations, current.metadata.annotations)) {
      set = await replicaSets.update({
        ...current,
        metadata: { ...current.metadata, annotations },
      });
    }
    if (deployment.metadata.annotations?.[revisionKey] !== revision) {
      const marked = { ...deployment.metadata.annotations, [revisionKey]: revision };
      await deployments.update({
        ...deployment,
        metadata: { ...deployment.metadata, annotations: marked },
      });
    }
    return set;
  }

  async function step(
    deployment: KubernetesObject,
    current: KubernetesObject,
    sets: KubernetesObject[]
  ): Promise<void> {
    const spec = record(deployment.spec);
    const olds = sets.filter(set => set.metadata.uid !== current.metadata.uid);
    if (isRecreate(spec)) {
      if (await emptyOlds(deployment, olds)) return;
      return scaleSet(deployment, current, Number(spec.replicas ?? 1));
    }
    const next = nextStep({
      ...boundsOf(spec),
      now: toReplicas(current),
      olds: olds.map(toReplicas),
    });
    await scaleSet(deployment, current, next.now);
    for (const [index, old] of olds.entries()) {
      await scaleSet(deployment, old, next.olds[index]!);
    }
  }

  /** Whether pods of earlier templates are still there. */
  async function emptyOlds(
    deployment: KubernetesObject,
    olds: KubernetesObject[]
  ): Promise<boolean> {
    for (const old of olds) await scaleSet(deployment, old, 0);
    return olds.some(old =>
      pods.ownedBy(old.metadata.uid).some(pod => isActive(pod) || pod.metadata.deletionTimestamp)
    );
  }

  async function scaleSet(
    deployment: KubernetesObject,
    set: KubernetesObject,
    replicas: number
  ): Promise<void> {
    const before = replicasOf(set);
    if (before === replicas) return;
    const made = await replicaSets.update({
      ...set,
      metadata: {
        ...set.metadata,
        annotations: { ...set.metadata.annotations, ...wishes(deployment) },
      },
      spec: { ...set.spec, replicas },
    });
    told(deployment, made, before, replicas);
  }

  function told(
    deployment: KubernetesObject,
    set: KubernetesObject,
    before: number,
    after: number
  ): void {
    const way = after > before ? 'up' : 'down';
    const { name } = set.metadata;
    const message = `Scaled ${way} replica set ${name} from ${before} to ${after}`;
    if (before !== after) events.record(deployment, 'Normal', 'ScalingReplicaSet', message);
  }

  async function forgetOld(deployment: KubernetesObject, sets: KubernetesObject[]): Promise<void> {
    const limit = Number(record(deployment.spec).revisionHistoryLimit ?? 10);
    const isRolledOut = conditionListOf(deployment).some(
      ({ reason }) => reason === 'NewReplicaSetAvailable'
    );
    const olds = sets.slice(0, -1).filter(set => !set.metadata.deletionTimestamp);
    if (!isRolledOut || olds.length <= limit) return;
    for (const old of olds.slice(0, olds.length - limit)) {
      const isEmpty = !replicasOf(old) && !record(old.status).replicas;
      if (isEmpty) await replicaSets.remove(old);
    }
  }

  const queue = startController(controllers, { main: deployments, owned: [replicaSets], work });
  // With the strategy Recreate the end of the last old pod is what is waited for, and no ReplicaSet tells of it.
  pods.onChange(pod => {
    const { namespace, name } = pod.metadata;
    const set = controllerOf(pod);
    if (pods.get(namespace, name) || set?.kind !== 'ReplicaSet') return;
    const of = replicaSets.get(namespace, set.name);
    const owner = of && controllerOf(of);
    if (owner?.kind === 'Deployment') queue.add(`${namespace}/${owner.name}`);
  });
  return queue;
}

const none = { replicas: 0, available: 0 };

function isRecreate(spec: Record<string, unknown>): boolean {
  return record(spec.strategy).type === 'Recreate';
}

function boundsOf(spec: Record<string, unknown>) {
  const want = Number(spec.replicas ?? 1);
  const update = record(record(spec.strategy).rollingUpdate) as RollingUpdate;
  return { want, ...toBounds(update, want) };
}

function replicasOf(set: KubernetesObject): number {
  return Number(record(set.spec).replicas ?? 1);
}

function toReplicas(set: KubernetesObject) {
  return {
    replicas: replicasOf(set),
    available: Number(record(set.status).availableReplicas ?? 0),
  };
}

function revisionOf(set: KubernetesObject): number {
  return Number(set.metadata.annotations?.[revisionKey] ?? 0);
}

function newestRevision(sets: KubernetesObject[]): number {
  return Math.max(0, ...sets.map(revisionOf));
}

function byRevision(left: KubernetesObject, right: KubernetesObject): number {
  return revisionOf(left) - revisionOf(right);
}

function wishes(deployment: KubernetesObject): Record<string, string> {
  const { want, maxSurge } = boundsOf(record(deployment.spec));
  return { [desiredKey]: String(want), [maxKey]: String(want + maxSurge) };
}

function annotationsOf(deployment: KubernetesObject, revision: string): Record<string, string> {
  const own = Object.entries(deployment.metadata.annotations ?? {});
  return {
    ...Object.fromEntries(own.filter(([key]) => !notCopied.has(key))),
    ...wishes(deployment),
    [revisionKey]: revision,
  };
}
