import { conditionOf } from '../../core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';

/** Whether a pod still counts towards the replicas of its controller. */
export function isActive(pod: KubernetesObject): boolean {
  const phase = record(pod.status).phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && !pod.metadata.deletionTimestamp;
}

export function isReady(pod: KubernetesObject): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** When a ready pod counts as available: at once, or after it was ready for so many seconds. */
export function availableAt(pod: KubernetesObject, minReadySeconds: number): number {
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status !== 'True') return Infinity;
  if (!minReadySeconds) return 0;
  return Date.parse(ready.lastTransitionTime ?? '') + minReadySeconds * 1000;
}

/** Those to delete first: without a node, not running, not ready, and then the youngest. */
export function byWorth(left: KubernetesObject, right: KubernetesObject): number {
  return (
    worth(left) - worth(right) ||
    (right.metadata.creationTimestamp ?? '').localeCompare(left.metadata.creationTimestamp ?? '')
  );
}

function worth(pod: KubernetesObject): number {
  if (!record(pod.spec).nodeName) return 0;
  if (record(pod.status).phase !== 'Running') return 1;
  return isReady(pod) ? 3 : 2;
}

/** How often the containers of a pod were started again, all together. */
export function restartsOf(pod: KubernetesObject): number {
  const { containerStatuses, initContainerStatuses } = record(pod.status);
  return [...list(containerStatuses), ...list(initContainerStatuses)]
    .map(status => record(status).restartCount)
    .reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
}

/** A pod from a controller's template, ready to be created; with `name`, else the API server makes one up. */
export function podOf(
  owner: KubernetesObject,
  template: unknown,
  more: {
    reference: NonNullable<KubernetesObject['metadata']['ownerReferences']>[number];
    name?: string;
    labels?: Record<string, string>;
  }
): KubernetesObject {
  const { metadata, spec } = record(template);
  const { labels, annotations } = record(metadata) as {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: more.name ?? '',
      ...(more.name ? {} : { generateName: `${owner.metadata.name}-` }),
      namespace: owner.metadata.namespace,
      labels: { ...labels, ...more.labels },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [more.reference],
    },
    spec: record(spec),
  };
}
