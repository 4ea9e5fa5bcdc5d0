import type { Cause } from '../../../core/diagnosis/finding.ts';
import { appliersOf } from '../../../core/graph/appliers.ts';
import type { Graph } from '../../../core/graph/graph.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import { type ObjectRef, toRef } from '../../../core/kubernetes/ref.ts';
import type { ClusterView, FluxEntry } from '../../live/views.ts';

/**
 * The object of Flux that a cause is about: the broken one itself, who applied it, or the first that suffers. Its
 * revision, its events and its page tell more.
 */
export function ownerOf(cause: Cause, graph: Graph, view: ClusterView): FluxEntry | undefined {
  const { workload, object, victims } = cause;
  const shown = workload ?? object;
  const appliers = appliersOf(graph, objectId(shown)).flatMap(id => {
    const applier = graph.node(id)?.object;
    return applier ? [toRef(applier)] : [];
  });
  const candidates: ObjectRef[] = [shown, ...appliers, ...victims.map(victim => victim.object)];
  for (const { kind, namespace, name } of candidates) {
    const entry = view.find(kind, namespace, name);
    if (entry) return entry;
  }
  return undefined;
}
