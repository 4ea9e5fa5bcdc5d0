import { describe, expect, it } from 'vitest';
import { fluxObject } from '../../../test/fixtures/fluxObjects.ts';
import { randomObject, randomWorld, seeded } from '../../../test/fixtures/randomWorld.ts';
import { applierOf } from '../flux/applier.ts';
import { inventoryOf } from '../flux/inventory.ts';
import { fluxKindOf } from '../flux/kinds.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupOf, refKey, toRef } from '../kubernetes/ref.ts';
import { contestedIn, orphansIn } from './claims.ts';
import { criticalPathTo } from './criticalPath.ts';
import { cyclesOf } from './cycles.ts';
import { blocking, type Edge } from './edge.ts';
import { application, edgesOf } from './edgesOf.ts';
import { createGraph } from './graph.ts';
import { reachOf } from './reach.ts';

/** Everything that one object says of others. */
function toldBy(object: KubernetesObject): readonly Edge[] {
  const from = refKey(toRef(object));
  const applied = fluxKindOf(groupOf(object.apiVersion), object.kind) ? inventoryOf(object) : [];
  return [...edgesOf(object), ...applied.map(ref => application(from, refKey(ref)))];
}

/** What one object says of others, as pairs of who is blocked and by whom: nothing that a graph has kept. */
function blockedPairs(objects: readonly KubernetesObject[]): [string, string][] {
  return objects.flatMap(object =>
    toldBy(object).flatMap(({ from, to, meaning }): [string, string][] => {
      const direction = blocking[meaning];
      if (direction === 'none') return [];
      return [direction === 'from' ? [from, to] : [to, from]];
    })
  );
}

/** Everything that one leads to, by pairs alone. */
function closure(pairs: readonly [string, string][], start: string): Set<string> {
  const next = new Map<string, string[]>();
  for (const [a, b] of pairs) next.set(a, [...(next.get(a) ?? []), b]);
  const found = new Set([start]);
  for (const at of found) for (const other of next.get(at) ?? []) found.add(other);
  return found;
}

/** A world whose objects come, change and go, and what is left of it. */
function changedWorld(size: number, seed: number) {
  const random = seeded(seed);
  const held = new Map(randomWorld(size, random).map(object => [refKey(toRef(object)), object]));
  const graph = createGraph(held.values());
  for (let turn = 0; turn < size / 2; turn += 1) {
    const object = randomObject(Math.floor(random() * size), size, random);
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': `o${1 + 5 * Math.floor((random() * size) / 5)}`,
      'kustomize.toolkit.fluxcd.io/namespace': 'team-1',
    };
    const put =
      object.kind === 'Deployment' && random() < 0.5
        ? { ...object, metadata: { ...object.metadata, labels } }
        : object;
    if (random() < 0.2) {
      graph.delete(toRef(put));
      held.delete(refKey(toRef(put)));
    } else {
      graph.set(put);
      held.set(refKey(toRef(put)), put);
    }
  }
  return { graph, objects: [...held.values()], random };
}

describe('after half of a world has changed, the graph finds what one who looks at every object finds', () => {
  it.each([
    [40, 1],
    [40, 2],
    [400, 3],
    [10_000, 4],
  ])('in %i objects (seed %i)', (size, seed) => {
    const { graph, objects, random } = changedWorld(size, seed);
    const byKey = new Map(objects.map(object => [refKey(toRef(object)), object]));

    const appliers = new Map<string, Set<string>>();
    for (const object of objects) {
      for (const ref of inventoryOf(object)) {
        const there = appliers.get(refKey(ref)) ?? new Set();
        appliers.set(refKey(ref), there.add(refKey(toRef(object))));
      }
    }
    const contested = [...appliers]
      .filter(([, by]) => by.size > 1)
      .map(([id, by]) => ({ id, appliers: [...by].sort() }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(contestedIn(graph)).toEqual(contested);
    expect(contested.length).toBeGreaterThan(0);

    const orphans = objects
      .filter(object => {
        const by = applierOf(object);
        const isKnown = by && byKey.get(refKey(by))?.status?.inventory !== undefined;
        return isKnown && !appliers.has(refKey(toRef(object)));
      })
      .map(object => refKey(toRef(object)));
    expect(orphansIn(graph)).toEqual(orphans.sort());

    const named = new Set(objects.flatMap(toldBy).flatMap(({ from, to }) => [from, to]));
    const nowhere = [...named].filter(id => !byKey.has(id)).sort();
    const unheld = [...graph.ids()].filter(id => graph.node(id)?.object === undefined).sort();
    expect(unheld).toEqual(nowhere);

    const pairs = blockedPairs(objects);
    const reversed = pairs.map(([a, b]): [string, string] => [b, a]);
    const ids = [...graph.ids()];
    for (let turn = 0; turn < 3; turn += 1) {
      const id = ids[Math.floor(random() * ids.length)] ?? '';
      expect(new Set(reachOf(graph, id, 'upstream').keys())).toEqual(closure(pairs, id));
      expect(new Set(reachOf(graph, id, 'downstream').keys())).toEqual(closure(reversed, id));
    }
    const circles = cyclesOf(graph);
    for (const circle of circles.slice(0, 2)) {
      const [one = ''] = circle;
      const back = closure(reversed, one);
      const both = [...closure(pairs, one)].filter(other => back.has(other)).sort();
      expect(circle).toEqual(both);
    }
  });
});

/** A random world without cycles, in which everything took its time. */
function timedWorld(size: number, seed: number) {
  const random = seeded(seed);
  return Array.from({ length: size }, (_, index) => {
    const others = Array.from({ length: index === 0 ? 0 : Math.floor(random() * 4) }, () => ({
      name: `k${Math.floor(random() * index)}`,
    }));
    const lastReconciledDuration = `${Math.ceil(random() * 60)}s`;
    return fluxObject('Kustomization', `k${index}`, {
      spec: { dependsOn: others },
      status: {
        history: [{ lastReconciledStatus: 'ReconciliationSucceeded', lastReconciledDuration }],
      },
    });
  });
}

it.each([
  [30, 5],
  [3000, 6],
])(
  'of %i objects the critical path takes as long as the longest of all (seed %i)',
  (size, seed) => {
    const objects = timedWorld(size, seed);
    const seconds = objects.map(({ status }) =>
      Number.parseInt(
        String(
          (status?.history as { lastReconciledDuration: string }[])[0]?.lastReconciledDuration
        ),
        10
      )
    );
    // Whoever is needed has a smaller number: one pass tells.
    const longest: number[] = [];
    for (const [index, { spec }] of objects.entries()) {
      const needs = (spec?.dependsOn as { name: string }[]).map(({ name }) =>
        Number(name.slice(1))
      );
      longest.push((seconds[index] ?? 0) + Math.max(0, ...needs.map(need => longest[need] ?? 0)));
    }
    const graph = createGraph(objects);
    for (const index of [size - 1, size - 2, Math.floor(size / 2)]) {
      const path = criticalPathTo(graph, refKey(toRef(objects[index]!)));
      const total = path.reduce((sum, { duration = 0 }) => sum + duration, 0);
      expect(total).toBe((longest[index] ?? 0) * 1000);
    }
  }
);
