import type { Graph } from '../../../core/graph/graph.ts';
import { newestFirst } from '../../../core/kubernetes/below.ts';
import { containersOf } from '../../../core/kubernetes/containers.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';

/** What an object owns, as far as it was read: the newest first. */
export function ownedBy(id: string, graph: Graph): KubernetesObject[] {
  const owned: KubernetesObject[] = [];
  for (const { meaning, to } of graph.from(id)) {
    const object = meaning === 'owns' ? graph.node(to)?.object : undefined;
    if (object) owned.push(object);
  }
  return owned.sort(newestFirst);
}

/** Whether a pod below the object has a container that somebody has to do something about. */
export function hasFailingPod(id: string, graph: Graph, seen = new Set([id])): boolean {
  for (const { meaning, to } of graph.from(id)) {
    if (meaning !== 'owns' || seen.has(to)) continue;
    seen.add(to);
    const object = graph.node(to)?.object;
    if (object?.kind === 'Pod' && containersOf(object).some(({ isFailing }) => isFailing)) {
      return true;
    }
    if (hasFailingPod(to, graph, seen)) return true;
  }
  return false;
}
