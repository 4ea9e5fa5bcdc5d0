import { blocking, type Edge } from './edge.ts';
import type { Graph } from './graph.ts';

/** Along which edges a node can be kept from working, and by whom. */
export function blockersOf(graph: Graph, id: string): { id: string; edge: Edge }[] {
  const blockers: { id: string; edge: Edge }[] = [];
  for (const edge of graph.from(id)) {
    if (blocking[edge.meaning] === 'from') blockers.push({ id: edge.to, edge });
  }
  for (const edge of graph.to(id)) {
    if (blocking[edge.meaning] === 'to') blockers.push({ id: edge.from, edge });
  }
  return blockers;
}

/** Whom the node can keep from working. */
function blockedBy(graph: Graph, id: string): { id: string; edge: Edge }[] {
  const blocked: { id: string; edge: Edge }[] = [];
  for (const edge of graph.to(id)) {
    if (blocking[edge.meaning] === 'from') blocked.push({ id: edge.from, edge });
  }
  for (const edge of graph.from(id)) {
    if (blocking[edge.meaning] === 'to') blocked.push({ id: edge.to, edge });
  }
  return blocked;
}

/**
 * Everything in one direction, by its distance in edges: `upstream` is what can keep the node from working, `downstream`
 * whom it can (its blast radius). The node itself is at 0.
 */
export function reachOf(
  graph: Graph,
  id: string,
  direction: 'upstream' | 'downstream'
): ReadonlyMap<string, number> {
  const next = direction === 'upstream' ? blockersOf : blockedBy;
  const reached = new Map([[id, 0]]);
  // A Map is walked in the order of its entries, those added meanwhile too: nearest first.
  for (const [at, distance] of reached) {
    for (const { id: other } of next(graph, at)) {
      if (!reached.has(other)) reached.set(other, distance + 1);
    }
  }
  return reached;
}
