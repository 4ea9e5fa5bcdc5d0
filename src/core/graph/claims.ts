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
 * Whether its labels name who applied it, and that one's inventory does not: left behind without pruning, or adopted by
 * a copy of the labels. Only appliers that were read, and that have an inventory, can be asked.
 */
export function isOrphan(graph: Graph, id: string): boolean {
  const object = graph.node(id)?.object;
  const owner = object && applierOf(object);
  if (!owner) return false;
  const inventory = graph.node(objectId(owner))?.object?.status?.inventory;
  return inventory !== undefined && !graph.isApplied(id);
}

export function orphansIn(graph: Graph): string[] {
  const orphans: string[] = [];
  for (const [id] of graph.entries()) if (isOrphan(graph, id)) orphans.push(id);
  return orphans.sort();
}
