import { sourceOf } from '../flux/sourceOf.ts';
import { type FluxState, fluxState } from '../flux/state.ts';
import type { Graph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';

/** What a diagnosis may look at. It sees nothing else, and says nothing of what it cannot see. */
export interface DiagnosisWorld {
  /** Milliseconds, by the API server's clock. */
  now: number;
  /** Flux's objects, and of what they applied as much as was read. */
  graph: Graph;
  /** Whether all objects of the kind in the namespace were read: what is not in the graph is then missing. */
  isRead(ref: ObjectRef): boolean;
  /** Events about an object, in any order. */
  eventsOf?(ref: ObjectRef): Iterable<KubernetesObject>;
}

/** The revision that the source of the object serves now. */
export function sourceRevisionOf(
  object: KubernetesObject,
  { graph }: Pick<DiagnosisWorld, 'graph'>
): string | undefined {
  const source = sourceOf(object);
  const served = source && graph.node(objectId(source))?.object;
  return text(record(record(served?.status).artifact).revision);
}

export function stateIn(object: KubernetesObject, world: DiagnosisWorld): FluxState {
  return fluxState(object, { sourceRevision: sourceRevisionOf(object, world) });
}
