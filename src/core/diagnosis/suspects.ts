import { applierOf } from '../flux/applier.ts';
import { fluxKindOf } from '../flux/kinds.ts';
import { fluxState } from '../flux/state.ts';
import type { Graph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import { health } from '../kubernetes/health.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';

/**
 * The objects that a diagnosis must look at: those that are not plainly well, kept up to date object by object. Most of
 * a cluster is well, and costs nothing again.
 */
export interface Suspects {
  ids(): Iterable<string>;
  set(object: KubernetesObject): void;
  delete(ref: ObjectRef): void;
}

/** Kinds that are about others: whether all is well with them, their own status does not tell. */
const aboutOthers = new Set(['Alert', 'Receiver', 'ImagePolicy', 'ImageUpdateAutomation']);

export function createSuspects(objects: Iterable<KubernetesObject> = []): Suspects {
  const ids = new Set<string>();
  const suspects: Suspects = {
    ids: () => ids,
    set(object) {
      const ref = toRef(object);
      const id = objectId(ref);
      if (isSuspect(object, ref)) ids.add(id);
      else ids.delete(id);
    },
    delete: ref => void ids.delete(objectId(ref)),
  };
  for (const object of objects) suspects.set(object);
  return suspects;
}

function isSuspect(object: KubernetesObject, ref: ObjectRef): boolean {
  const flux = fluxKindOf(ref.group, ref.kind);
  if (flux) return aboutOthers.has(flux.kind) || fluxState(object, {}).name !== 'ready';
  // Only a Pod without a node looks at the time, and it is not healthy before either.
  return health(object, 0).status !== 'Current';
}

/** Who applied an object, by inventories and by its labels. */
export function appliersOf(graph: Graph, id: string): string[] {
  const appliers = new Set<string>();
  for (const edge of graph.to(id)) if (edge.meaning === 'applies') appliers.add(edge.from);
  const object = graph.node(id)?.object;
  const labelled = object && applierOf(object);
  if (labelled) appliers.add(objectId(labelled));
  return [...appliers];
}
