import { applierOf } from '../flux/applier.ts';
import { toRef } from '../kubernetes/ref.ts';
import type { Graph } from './graph.ts';
import { objectId } from './nodeId.ts';

/** Everything that labels or inventories say each applier applied, by the applier's id. */
export function appliedIn(graph: Graph): Map<string, Set<string>> {
  const applied = new Map<string, Set<string>>();
  const add = (applier: string, id: string) => {
    const ids = applied.get(applier);
    if (ids) ids.add(id);
    else applied.set(applier, new Set([id]));
  };
  for (const object of graph.objects()) {
    const id = objectId(toRef(object));
    const applier = applierOf(object);
    if (applier) add(objectId(applier), id);
    for (const edge of graph.from(id)) if (edge.meaning === 'applies') add(id, edge.to);
  }
  return applied;
}
