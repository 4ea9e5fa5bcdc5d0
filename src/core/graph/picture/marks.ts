import type { ObjectRef } from '../../kubernetes/ref.ts';
import { cyclesOf } from '../cycles.ts';
import type { Graph } from '../graph.ts';

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

/** All objects of its kind there were read, and it was not among them. */
export function isMissing(
  graph: Graph,
  id: string,
  ref: ObjectRef | undefined,
  isRead: (ref: ObjectRef) => boolean
): boolean {
  return ref !== undefined && graph.node(id)?.object === undefined && isRead(ref);
}
