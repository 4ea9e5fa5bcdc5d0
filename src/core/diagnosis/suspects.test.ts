import { describe, expect, it } from 'vitest';
import { failed, isReady, kustomization, waits } from '../../../test/fixtures/fluxObjects.ts';
import { seeded } from '../../../test/fixtures/randomWorld.ts';
import { createGraph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';
import { createSuspects } from './suspects.ts';

const ways = [
  [isReady],
  [isReady],
  failed('no such thing'),
  waits("dependency 'flux-system/k0' is not ready"),
];

function randomKustomization(random: () => number): KubernetesObject {
  const some = (count: number) => Math.floor(random() * count);
  return kustomization(`k${some(30)}`, {
    spec: { dependsOn: [{ name: `k${some(30)}` }] },
    conditions: ways[some(ways.length)],
  });
}

describe('suspects', () => {
  it.each([1, 2, 3])('kept up to date lead to the verdict from scratch (seed %i)', seed => {
    const random = seeded(seed);
    const graph = createGraph();
    const suspects = createSuspects();
    for (let turn = 0; turn < 400; turn += 1) {
      const object = randomKustomization(random);
      const isGone = random() < 0.2;
      if (isGone) {
        graph.delete(toRef(object));
        suspects.delete(objectId(toRef(object)));
      } else suspects.set(graph.set(object), object);
    }
    const world = { now: 0, graph, isRead: () => true };
    expect(diagnose(world, suspects)).toEqual(diagnose(world));
  });
});
