import { createSuspects, type Suspects } from '../../core/diagnosis/suspects.ts';
import { inventoryOf } from '../../core/flux/inventory.ts';
import { createGraph, type Graph } from '../../core/graph/graph.ts';
import { objectId } from '../../core/graph/nodeId.ts';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../core/kubernetes/ref.ts';
import { type Coverage, createCoverage } from './coverage.ts';

/**
 * One cluster's objects as a graph, with what a diagnosis wants to know beside it. Fed object by object and never
 * rebuilt: a change costs what that object says, however many others there are.
 */
export interface ClusterGraph {
  readonly graph: Graph;
  readonly suspects: Suspects;
  readonly coverage: Coverage;
  /** Another one after each change. */
  readonly stamp: number;
  set(object: KubernetesObject): void;
  delete(ref: ObjectRef): void;
}

export function createClusterGraph(): ClusterGraph {
  const graph = createGraph();
  const suspects = createSuspects();
  const coverage = createCoverage(id => graph.node(id)?.object !== undefined);
  let stamp = 0;

  return {
    graph,
    suspects,
    coverage,
    get stamp() {
      return stamp;
    },
    set(object) {
      stamp += 1;
      const id = objectId(toRef(object));
      const isNew = graph.node(id)?.object === undefined;
      graph.set(object);
      suspects.set(object);
      if (isNew) coverage.setHeld(id, true);
      if (object.kind === 'Kustomization' || object.kind === 'HelmRelease') {
        const isElsewhere = record(object.spec).kubeConfig !== undefined;
        coverage.name(id, inventoryOf(object).map(refKey), isElsewhere);
      }
    },
    delete(ref) {
      const id = objectId(ref);
      if (graph.node(id)?.object === undefined) return;
      stamp += 1;
      graph.delete(ref);
      suspects.delete(ref);
      coverage.setHeld(id, false);
      coverage.name(id, []);
    },
  };
}
