import { applierOf } from '../../flux/applier.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import { cyclesOf } from '../cycles.ts';
import type { Graph } from '../graph.ts';
import { objectId } from '../nodeId.ts';

/** What is odd about a node, whatever its state. */
export type Mark = 'missing' | 'cycle' | 'contested' | 'orphan';

/** Who depends on each other in a circle. A root that applies its own source is none: nobody waits there. */
export function circularIn(graph: Graph, ids: Iterable<string>): ReadonlySet<string> {
  const dependencies: Graph = {
    ...graph,
    ids: () => ids,
    from: id => [...graph.from(id)].filter(({ meaning }) => meaning === 'dependsOn'),
    to: () => [],
  };
  return new Set(cyclesOf(dependencies).flat());
}

/** Its labels name who applied it, and that one's inventory does not name it. */
export function isOrphan(graph: Graph, id: string): boolean {
  const object = graph.node(id)?.object;
  const owner = object && applierOf(object);
  if (!owner) return false;
  const inventory = graph.node(objectId(owner))?.object?.status?.inventory;
  if (inventory === undefined) return false;
  return !graph.isApplied(id);
}

/** All objects of its kind there were read, and it was not among them. */
export function isMissing(
  graph: Graph,
  id: string,
  ref: ObjectRef | undefined,
  isRead: (ref: ObjectRef) => boolean
): boolean {
  return ref !== undefined && graph.node(id)?.object === undefined && isRead(ref);
}
