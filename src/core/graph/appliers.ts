import { applierOf } from '../flux/applier.ts';
import type { Graph } from './graph.ts';
import { objectId } from './nodeId.ts';

/** Who applied an object, by inventories and by its labels. */
export function appliersOf(graph: Graph, id: string): string[] {
  const appliers = new Set(graph.appliersOf(id));
  const object = graph.object(id);
  const labelled = object && applierOf(object);
  if (labelled) appliers.add(objectId(labelled));
  return [...appliers];
}
