import { applierOf } from '../flux/applier.ts';
import type { Graph } from './graph.ts';
import { objectId } from './nodeId.ts';

/** An object that more than one inventory names: each applier takes it from the other. */
export interface Contested {
  id: string;
  /** Ids of the appliers, sorted. */
  appliers: string[];
}

export function contestedIn(graph: Graph): Contested[] {
  const contested: Contested[] = [];
  for (const id of graph.contested()) {
    contested.push({ id, appliers: [...graph.appliersOf(id)].sort() });
  }
  return contested.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Objects whose labels name who applied them, and which no inventory holds: left behind without pruning, or adopted by
 * a copy of the labels. Only appliers that were read, and that have an inventory, can be asked.
 */
export function orphansIn(graph: Graph): string[] {
  const orphans: string[] = [];
  for (const [id, object] of graph.entries()) {
    const owner = applierOf(object);
    if (!owner) continue;
    const applier = graph.object(objectId(owner));
    const isKnown = applier !== undefined && applier.status?.inventory !== undefined;
    if (isKnown && !graph.isApplied(id)) orphans.push(id);
  }
  return orphans.sort();
}
