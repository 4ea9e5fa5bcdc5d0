import { describe, expect, it } from 'vitest';
import { kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { inventoryOf } from '../../core/flux/inventory.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { record } from '../../core/kubernetes/object.ts';
import { refKey, toRef } from '../../core/kubernetes/ref.ts';
import { createClusterGraph } from './clusterGraph.ts';

/** The same numbers for the same seed. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const applier = (at: number, ids: readonly number[], isElsewhere: boolean) =>
  kustomization(`k${at}`, {
    spec: isElsewhere ? { kubeConfig: { secretRef: { name: 'far' } } } : {},
    status: {
      inventory: { entries: ids.map(id => ({ id: `media_d${id}_apps_Deployment`, v: 'v1' })) },
    },
  });

const applied = (at: number): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `d${at}`, namespace: 'media' },
});

/** What a look at all objects would count. */
function counted(objects: ReadonlyMap<string, KubernetesObject>) {
  const named = new Set<string>();
  let elsewhere = 0;
  for (const object of objects.values()) {
    const ids = inventoryOf(object).map(refKey);
    if (record(object.spec).kubeConfig) elsewhere += ids.length;
    else for (const id of ids) named.add(id);
  }
  const checked = [...named].filter(id => objects.has(id)).length;
  return { checked, notChecked: named.size - checked + elsewhere };
}

describe('the graph of a cluster', () => {
  it.each([1, 2, 3, 4, 5])('counts after each change what a look at all would (seed %i)', seed => {
    const next = numbers(seed);
    const graph = createClusterGraph();
    const objects = new Map<string, KubernetesObject>();
    for (let step = 0; step < 400; step += 1) {
      const ids = [...new Set(Array.from({ length: next(5) }, () => next(12)))];
      const object = next(2) === 0 ? applier(next(6), ids, next(5) === 0) : applied(next(12));
      const key = refKey(toRef(object));
      if (next(4) === 0) {
        objects.delete(key);
        graph.delete(toRef(object));
      } else {
        objects.set(key, object);
        graph.set(object);
      }
      const { checked, notChecked } = graph.coverage;
      expect({ checked, notChecked }).toEqual(counted(objects));
    }
  });

  it('tells of a kind that no inventory named before, and of no other change', () => {
    const graph = createClusterGraph();
    graph.set(applier(1, [1], false));
    const { kindsStamp } = graph.coverage;
    graph.set(applier(1, [1, 2, 3], false));
    graph.set(applier(2, [4], false));
    expect(graph.coverage.kindsStamp).toBe(kindsStamp);
    const entries = [{ id: 'media_x__Service', v: 'v1' }];
    graph.set(kustomization('k3', { status: { inventory: { entries } } }));
    expect(graph.coverage.kindsStamp).not.toBe(kindsStamp);
  });
});
