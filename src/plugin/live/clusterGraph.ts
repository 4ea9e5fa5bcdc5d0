import { createSuspects, type Suspects } from '../../core/diagnosis/suspects.ts';
import { inventoryOf } from '../../core/flux/inventory.ts';
import { createGraph, type Graph } from '../../core/graph/graph.ts';
import { objectId } from '../../core/graph/nodeId.ts';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { type ObjectRef, refKey } from '../../core/kubernetes/ref.ts';
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
  /** Asked for each object that an inventory names: a node would be made for each answer. */
  const held = new Set<string>();
  const coverage = createCoverage(held);
  const appliers: KubernetesObject[] = [];
  let stamp = 0;

  function appliedBy(id: string): string[] {
    const ids: string[] = [];
    for (const { meaning, to } of graph.from(id)) if (meaning === 'applies') ids.push(to);
    return ids;
  }

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
      const id = graph.set(object);
      suspects.set(id, object);
      if (!held.has(id)) {
        held.add(id);
        coverage.setHeld(id, true);
      }
      if (object.kind === 'Kustomization' || object.kind === 'HelmRelease') {
        const { kindsStamp } = coverage;
        // What goes to another cluster is named by no edge of this one.
        const isElsewhere = record(object.spec).kubeConfig !== undefined;
        coverage.name(
          id,
          isElsewhere ? inventoryOf(object).map(refKey) : appliedBy(id),
          isElsewhere
        );
        if (coverage.kindsStamp !== kindsStamp) appliers.push(object);
      }
    },
    delete(ref) {
      const id = objectId(ref);
      if (!held.delete(id)) return;
      stamp += 1;
      graph.delete(ref);
      suspects.delete(id);
      coverage.setHeld(id, false);
      coverage.name(id, []);
    },
  };
}
