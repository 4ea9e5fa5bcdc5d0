import type { KubernetesObject } from '../../kubernetes/object.ts';
import { createGraph, type Graph } from '../graph.ts';

/** A graph and some objects that it does not have, without a change to it: what a page reads for itself alone. */
export function overlay(graph: Graph, objects: readonly KubernetesObject[]): Graph {
  if (objects.length === 0) return graph;
  const more = createGraph(objects);
  return {
    ...graph,
    node(id) {
      const known = graph.node(id);
      return known?.object ? known : more.node(id) ?? known;
    },
    *from(id) {
      yield* graph.from(id);
      yield* more.from(id);
    },
    *to(id) {
      yield* graph.to(id);
      yield* more.to(id);
    },
  };
}
