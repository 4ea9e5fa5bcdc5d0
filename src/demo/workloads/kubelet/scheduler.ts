import { conditionOf } from '../../../core/kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../../../core/kubernetes/object.ts';
import { ApiError } from '../../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../../node/kubernetes/client.ts';
import type { Collection } from '../collection.ts';
import { conditionListOf, withCondition } from '../conditionList.ts';
import type { EventRecorder } from '../eventRecorder.ts';
import { pathOf, resources } from '../resource.ts';
import { claimsOf, whyNoFit } from './fit.ts';

/** The annotation by which a claim learns where its pod will run. */
const selectedNode = 'volume.kubernetes.io/selected-node';

export interface Scheduler {
  /** Gives a pod its node, or says in its status why it gets none. Whether it has to be tried again later. */
  schedule(pod: KubernetesObject): Promise<void>;
}

export function createScheduler(options: {
  client: KubernetesClient;
  node: string;
  nodes: Collection;
  pods: Collection;
  claims: Collection;
  classes: Collection;
  events: EventRecorder;
}): Scheduler {
  const { client, node, nodes, pods, claims, classes, events } = options;

  const waitsForPod = (claim: KubernetesObject) => {
    const name = text(record(claim.spec).storageClassName);
    const storageClass = name ? classes.get('', name) : undefined;
    return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  };

  async function schedule(pod: KubernetesObject): Promise<void> {
    const { namespace, name } = pod.metadata;
    const target = nodes.get('', node);
    if (!target) return;
    const claim = (wanted: string) => claims.get(namespace, wanted);
    const why = whyNoFit(pod, { node: target, pods: pods.list(), claim, waitsForPod });
    if (why) return refuse(pod, why);

    const unbound = claimsOf(pod)
      .flatMap(wanted => claim(wanted) ?? [])
      .filter(one => record(one.status).phase !== 'Bound');
    for (const one of unbound) {
      if (one.metadata.annotations?.[selectedNode]) continue;
      const annotations = { ...one.metadata.annotations, [selectedNode]: node };
      await claims.update({ ...one, metadata: { ...one.metadata, annotations } });
    }
    // Each claim that becomes bound brings the pod here again.
    if (unbound.length) return;

    try {
      await client.request({
        method: 'POST',
        path: pathOf(resources.pods, { namespace, name, subresource: 'binding' }),
        body: {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name, namespace, uid: pod.metadata.uid },
          target: { apiVersion: 'v1', kind: 'Node', name: node },
        },
      });
    } catch (error) {
      // Bound or deleted by now: the watch tells.
      if (error instanceof ApiError && (error.status === 409 || error.status === 404)) return;
      throw error;
    }
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    events.record(pod, 'Normal', 'Scheduled', message);
  }

  async function refuse(pod: KubernetesObject, message: string): Promise<void> {
    const old = conditionOf(pod, 'PodScheduled');
    if (old?.status === 'False' && old.message === message) return;
    events.record(pod, 'Warning', 'FailedScheduling', message);
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' } as const;
    const conditions = withCondition(conditionListOf(pod), { ...condition, message }, Date.now());
    await pods.updateStatus({ ...pod, status: { ...pod.status, phase: 'Pending', conditions } });
  }

  return { schedule };
}
