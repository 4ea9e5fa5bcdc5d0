import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { matchesLabels, toRequirements } from '../../core/kubernetes/selector.ts';
import { type Controllers, startController, toOwner } from './controller.ts';
import { isActive, isReady, podOf } from './pods.ts';
import { templateHash } from './templateHash.ts';
import type { WorkQueue } from './workQueue.ts';

const revisionLabel = 'controller-revision-hash';

/** Keeps a pod of each DaemonSet on each node that it selects. */
export function startDaemonSets(controllers: Controllers): WorkQueue {
  const { daemonSets, pods, nodes } = controllers.collections;
  const events = controllers.recorder('daemonset-controller');

  async function work(set: KubernetesObject): Promise<void> {
    const spec = record(set.spec);
    const hash = templateHash(spec.template);
    const wanted = nodes.list().filter(node => isWanted(node, spec));
    const mine = () => pods.ownedBy(set.metadata.uid);
    if (!set.metadata.deletionTimestamp) {
      for (const node of wanted) await step(set, node, mine(), hash);
      const names = new Set(wanted.map(node => node.metadata.name));
      for (const pod of mine()) {
        if (isActive(pod) && !names.has(targetOf(pod))) await remove(set, pod);
      }
    }
    await writeStatus(set, wanted, mine(), hash);
  }

  async function step(
    set: KubernetesObject,
    node: KubernetesObject,
    mine: KubernetesObject[],
    hash: string
  ): Promise<void> {
    const here = mine.filter(pod => targetOf(pod) === node.metadata.name);
    const failed = here.find(
      pod => record(pod.status).phase === 'Failed' && !pod.metadata.deletionTimestamp
    );
    if (failed) return remove(set, failed);
    // The old pod is gone before the new one comes: they may need the same port of the node.
    if (here.length === 0) return create(set, node.metadata.name, hash);
    const old = here.find(pod => isActive(pod) && pod.metadata.labels?.[revisionLabel] !== hash);
    const isRolling = record(record(set.spec).updateStrategy).type !== 'OnDelete';
    const isBusy = mine.some(
      pod => pod.metadata.deletionTimestamp || (pod !== old && !isReady(pod))
    );
    if (old && isRolling && !isBusy) await remove(set, old);
  }

  async function create(set: KubernetesObject, node: string, hash: string): Promise<void> {
    const labels = { [revisionLabel]: hash, 'pod-template-generation': '1' };
    const pod = podOf(set, record(set.spec).template, { reference: toOwner(set), labels });
    const podSpec = record(pod.spec);
    const onNode = {
      nodeSelectorTerms: [
        { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] },
      ],
    };
    pod.spec = {
      ...podSpec,
      affinity: {
        ...record(podSpec.affinity),
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: onNode },
      },
    };
    const made = await pods.create(pod);
    events.record(set, 'Normal', 'SuccessfulCreate', `Created pod: ${made.metadata.name}`);
  }

  async function remove(set: KubernetesObject, pod: KubernetesObject): Promise<void> {
    await pods.remove(pod);
    events.record(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }

  async function writeStatus(
    set: KubernetesObject,
    wanted: KubernetesObject[],
    mine: KubernetesObject[],
    hash: string
  ): Promise<void> {
    const live = mine.filter(isActive);
    const ready = live.filter(isReady).length;
    const updated = live.filter(pod => pod.metadata.labels?.[revisionLabel] === hash).length;
    const missing = Math.max(wanted.length - ready, 0);
    const status = {
      currentNumberScheduled: live.length,
      numberMisscheduled: 0,
      desiredNumberScheduled: wanted.length,
      numberReady: ready,
      observedGeneration: set.metadata.generation,
      ...(updated ? { updatedNumberScheduled: updated } : {}),
      ...(ready ? { numberAvailable: ready } : {}),
      ...(missing ? { numberUnavailable: missing } : {}),
    };
    if (!isDeepStrictEqual(status, set.status)) await daemonSets.updateStatus({ ...set, status });
  }

  const queue = startController(controllers, { main: daemonSets, owned: [pods], work });
  nodes.onChange((node, old) => {
    if (old && isDeepStrictEqual(node.metadata.labels, old.metadata.labels)) return;
    for (const { metadata } of daemonSets.list()) {
      queue.add(`${metadata.namespace}/${metadata.name}`);
    }
  });
  return queue;
}

function isWanted(node: KubernetesObject, spec: Record<string, unknown>): boolean {
  const { nodeSelector } = record(record(spec.template).spec);
  return matchesLabels(toRequirements({ matchLabels: nodeSelector }), node.metadata.labels);
}

/** The node that a pod is on, or is meant for. */
function targetOf(pod: KubernetesObject): string {
  const spec = record(pod.spec);
  if (spec.nodeName) return String(spec.nodeName);
  const affinity = record(record(spec.affinity).nodeAffinity);
  const { nodeSelectorTerms } = record(affinity.requiredDuringSchedulingIgnoredDuringExecution);
  const [term] = Array.isArray(nodeSelectorTerms) ? nodeSelectorTerms : [];
  const { matchFields } = record(term);
  const [field] = Array.isArray(matchFields) ? matchFields : [];
  const { values } = record(field);
  return Array.isArray(values) ? String(values[0]) : '';
}
