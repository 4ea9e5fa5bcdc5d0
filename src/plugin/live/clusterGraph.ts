import { createSuspects, type Suspects } from '../../core/diagnosis/suspects.ts';
import { createGraph, type Graph } from '../../core/graph/graph.ts';
import { objectId } from '../../core/graph/nodeId.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { keyOf, type ObjectRef } from '../../core/kubernetes/ref.ts';
import { type Coverage, createCoverage } from './coverage.ts';

/**
 * One cluster's objects as a graph, with what a diagnosis wants to know beside it. Fed object by object and never
 * rebuilt: a change costs what that object says, however many others there are.
 */
export interface ClusterGraph {
  readonly graph: Graph;
  readonly suspects: Suspects;
  readonly coverage: Coverage;
  /** For each kind that inventories name, one applier that names it: what to read follows from these. */
  readonly appliers: readonly KubernetesObject[];
  /** Another one after each change. */
  readonly stamp: number;
  set(object: KubernetesObject): void;
  delete(ref: ObjectRef): void;
}

export function createClusterGraph(): ClusterGraph {
  const graph = createGraph();
  const suspects = createSuspects();
  const coverage = createCoverage(graph);
  const appliers: KubernetesObject[] = [];
  let stamp = 0;

  return {
    graph,
    suspects,
    coverage,
    appliers,
    get stamp() {
      return stamp;
    },
    set(object) {
      stamp += 1;
      const { kindsStamp } = coverage;
      const id = keyOf(object);
      coverage.count(id, () => void graph.set(object));
      suspects.set(id, object);
      if (coverage.kindsStamp !== kindsStamp) appliers.push(object);
    },
    delete(ref) {
      const id = objectId(ref);
      if (!graph.object(id)) return;
      stamp += 1;
      coverage.count(id, () => graph.delete(ref));
      suspects.delete(id);
    },
  };
}
