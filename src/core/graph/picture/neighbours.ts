import type { Graph } from '../graph.ts';
import { type Line, toLine } from './line.ts';

/** What stands right beside a node, whether it is drawn or not. */
interface Neighbours {
  /** To its left: what it needs. */
  needs: readonly Line[];
  /** To its right: what needs it. */
  neededBy: readonly Line[];
  /** What it put into the cluster. */
  applies: readonly string[];
}

export function neighboursOf(graph: Graph, id: string): Neighbours {
  const needs = new Map<string, Line>();
  const neededBy = new Map<string, Line>();
  const applies = new Set<string>();
  for (const edges of [graph.from(id), graph.to(id)]) {
    for (const edge of edges) {
      const line = toLine(edge);
      if (line.from === line.to || edge.field === 'status.helmChart') continue;
      if (line.to === id) needs.set(line.from, line);
      else if (line.name === 'applies') applies.add(line.to);
      else neededBy.set(line.to, line);
    }
  }
  return { needs: [...needs.values()], neededBy: [...neededBy.values()], applies: [...applies] };
}
