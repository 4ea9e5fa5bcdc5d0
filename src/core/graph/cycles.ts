import type { Graph } from './graph.ts';
import { blockersOf } from './reach.ts';

interface Visit {
  index: number;
  /** The smallest index that it leads back to. */
  low: number;
  isOpen: boolean;
}

/**
 * Nodes that wait for each other: none of them can be first. Each cycle once, its ids sorted, the cycles by their first.
 * A root Kustomization that applies itself waits for nobody: alone it is no cycle.
 */
export function cyclesOf(graph: Graph): string[][] {
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const cycles: string[][] = [];

  /** Tarjan's, with a stack of its own: a chain may be longer than the language's. */
  function walk(start: string): void {
    const path: { id: string; visit: Visit; rest: string[] }[] = [];
    const enter = (id: string) => {
      const visit = { index: visits.size, low: visits.size, isOpen: true };
      visits.set(id, visit);
      open.push(id);
      path.push({ id, visit, rest: blockersOf(graph, id).map(blocker => blocker.id) });
    };
    enter(start);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const { id, visit, rest } = step;
      const other = rest.pop();
      if (other !== undefined) {
        const seen = visits.get(other);
        if (!seen) enter(other);
        else if (seen.isOpen) visit.low = Math.min(visit.low, seen.index);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before) before.visit.low = Math.min(before.visit.low, visit.low);
      if (visit.low !== visit.index) continue;
      const members = open.splice(open.lastIndexOf(id));
      for (const member of members) {
        const seen = visits.get(member);
        if (seen) seen.isOpen = false;
      }
      if (members.length > 1) cycles.push(members.sort());
    }
  }

  for (const id of graph.ids()) if (!visits.has(id)) walk(id);
  return cycles.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}
