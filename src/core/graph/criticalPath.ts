import { parseDuration } from '../duration.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import type { Graph } from './graph.ts';
import { blockersOf } from './reach.ts';

/** One step on the way to an object, the first first. */
export interface PathStep {
  id: string;
  /** Milliseconds that its last good reconciliation took; undefined where nobody recorded it. */
  duration: number | undefined;
}

/** How long the newest successful reconciliation in the object's own history took. */
function lastDuration(object: KubernetesObject | undefined): number | undefined {
  const rows = list(record(object?.status).history).map(record);
  const good = rows.find(row => row.lastReconciledStatus === 'ReconciliationSucceeded');
  return parseDuration(text(good?.lastReconciledDuration));
}

/**
 * The chain of Kustomizations and HelmReleases before an object that takes longest, the object last: whoever shortens
 * anything else waits as long. Links of a cycle count as if the last of them were not there; what has no recorded
 * duration counts as none, and says so.
 */
export function criticalPathTo(graph: Graph, target: string): PathStep[] {
  interface Longest {
    total: number;
    before: string | undefined;
  }
  const known = new Map<string, Longest>();
  const open = new Set<string>();
  const waits = (id: string) =>
    blockersOf(graph, id).filter(
      ({ id: other, edge }) =>
        other !== id && (edge.meaning === 'dependsOn' || edge.meaning === 'applies')
    );

  // In postorder, by a stack of its own: dependencies first.
  const stack = [target];
  while (stack.length > 0) {
    const id = stack.at(-1) ?? target;
    if (known.has(id)) {
      stack.pop();
      continue;
    }
    const blockers = waits(id);
    const unknown = blockers.filter(({ id: other }) => !known.has(other) && !open.has(other));
    if (unknown.length > 0 && !open.has(id)) {
      open.add(id);
      stack.push(...unknown.map(blocker => blocker.id));
      continue;
    }
    stack.pop();
    open.delete(id);
    let [total, before]: [number, string | undefined] = [0, undefined];
    for (const { id: other } of blockers) {
      const reached = known.get(other);
      if (reached && (reached.total > total || before === undefined)) {
        [total, before] = [reached.total, other];
      }
    }
    known.set(id, { total: total + (lastDuration(graph.object(id)) ?? 0), before });
  }

  const path: PathStep[] = [];
  const seen = new Set<string>();
  for (let id: string | undefined = target; id && !seen.has(id); id = known.get(id)?.before) {
    seen.add(id);
    path.unshift({ id, duration: lastDuration(graph.object(id)) });
  }
  return path;
}
