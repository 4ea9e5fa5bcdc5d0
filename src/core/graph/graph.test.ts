import { describe, expect, it } from 'vitest';
import { fluxObject, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { randomObject, randomWorld, seeded } from '../../../test/fixtures/randomWorld.ts';
import { toInventoryId } from '../flux/inventory.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { contestedIn, orphansIn } from './claims.ts';
import { criticalPathTo } from './criticalPath.ts';
import { cyclesOf } from './cycles.ts';
import { createGraph, type Graph } from './graph.ts';
import { objectId } from './nodeId.ts';
import { reachOf } from './reach.ts';

const idOf = (object: KubernetesObject) => objectId(toRef(object));
const short = (id: string) => id.split('/').at(-1) ?? id;

/** All that a graph says, in one order. */
function whole(graph: Graph) {
  const ids = [...graph.ids()].sort();
  const told = (edges: Iterable<unknown>) => [...edges].map(edge => JSON.stringify(edge)).sort();
  return ids.map(id => ({
    id,
    object: graph.node(id)?.object,
    from: told(graph.from(id)),
    to: told(graph.to(id)),
  }));
}

describe('the graph', () => {
  it.each([1, 2, 3, 4, 5])('is after any changes what it is from scratch (seed %i)', seed => {
    const random = seeded(seed);
    const size = 60;
    const held = new Map(randomWorld(size, random).map(object => [idOf(object), object]));
    const graph = createGraph(held.values());
    for (let turn = 0; turn < 300; turn += 1) {
      const index = Math.floor(random() * size);
      const object = randomObject(index, size, random);
      if (random() < 0.3) {
        graph.delete(toRef(object));
        held.delete(idOf(object));
      } else {
        graph.set(object);
        held.set(idOf(object), object);
      }
    }
    expect(whole(graph)).toEqual(whole(createGraph(held.values())));
  });

  it('touches the edges of the changed object only', () => {
    const random = seeded(7);
    const objects = randomWorld(2000, random);
    const graph = createGraph(objects);
    const changed = objects[1]!;
    const before = new Map([...graph.ids()].map(id => [id, [...graph.from(id)]]));
    graph.set(randomObject(1, 2000, random));
    const touched = [...graph.ids()].filter(id => {
      const [now, then] = [[...graph.from(id)], before.get(id) ?? []];
      return now.length !== then.length || now.some((edge, index) => edge !== then[index]);
    });
    expect(touched).toEqual([idOf(changed)]);
  });

  it('keeps what is named and not there as a node without an object', () => {
    const graph = createGraph([
      kustomization('apps', { spec: { dependsOn: [{ name: 'infra' }] } }),
    ]);
    const id = idOf(kustomization('infra'));
    expect(graph.node(id)).toEqual({ id });
    graph.delete(toRef(kustomization('apps')));
    expect([...graph.ids()]).toEqual([]);
  });

  it('knows addresses outside of the cluster by what Flux calls them', () => {
    const git = fluxObject('GitRepository', 'homelab', { spec: { url: 'https://forge/homelab' } });
    const graph = createGraph([git]);
    expect([...graph.from(idOf(git))]).toEqual([
      { from: idOf(git), to: 'git:https://forge/homelab', meaning: 'source', field: 'spec.url' },
    ]);
  });
});

const dependsOn = (...names: string[]) => ({ spec: { dependsOn: names.map(name => ({ name })) } });

describe('reach', () => {
  const graph = createGraph([
    fluxObject('GitRepository', 'homelab', { spec: { url: 'https://forge/repository' } }),
    kustomization('infra'),
    kustomization('apps', dependsOn('infra')),
    kustomization('last', dependsOn('apps')),
    kustomization('other'),
  ]);
  const names = (reached: ReadonlyMap<string, number>) =>
    Object.fromEntries([...reached].map(([id, distance]) => [short(id), distance]));

  it('upstream is all that can keep it from working', () => {
    expect(names(reachOf(graph, idOf(kustomization('last')), 'upstream'))).toEqual({
      last: 0,
      apps: 1,
      infra: 2,
      homelab: 1,
      repository: 2,
    });
  });

  it('downstream is whom it can keep from working', () => {
    expect(names(reachOf(graph, idOf(kustomization('infra')), 'downstream'))).toEqual({
      infra: 0,
      apps: 1,
      last: 2,
    });
  });

  it.each([11, 12, 13])('is the same seen from both ends (seed %i)', seed => {
    const world = createGraph(randomWorld(150, seeded(seed)));
    const ids = [...world.ids()];
    const pairs = (direction: 'upstream' | 'downstream') =>
      ids.flatMap(id =>
        [...reachOf(world, id, direction).keys()].map(other =>
          direction === 'upstream' ? `${id} ${other}` : `${other} ${id}`
        )
      );
    expect(pairs('upstream').sort()).toEqual(pairs('downstream').sort());
  });
});

describe('cycles', () => {
  it('are found once each, whatever leads into them', () => {
    const graph = createGraph([
      kustomization('a', dependsOn('b')),
      kustomization('b', dependsOn('c')),
      kustomization('c', dependsOn('a')),
      kustomization('x', dependsOn('y', 'a')),
      kustomization('y', dependsOn('x')),
      kustomization('free', dependsOn('a')),
    ]);
    expect(cyclesOf(graph).map(cycle => cycle.map(short))).toEqual([
      ['a', 'b', 'c'],
      ['x', 'y'],
    ]);
  });

  it('are none where a root applies itself', () => {
    const root = kustomization('root');
    const entries = [{ id: toInventoryId(toRef(root)), v: 'v1' }];
    const graph = createGraph([{ ...root, status: { ...root.status, inventory: { entries } } }]);
    expect(cyclesOf(graph)).toEqual([]);
  });

  it.each([21, 22, 23])('hold exactly those that reach themselves (seed %i)', seed => {
    const graph = createGraph(randomWorld(120, seeded(seed)));
    const inCycles = cyclesOf(graph).flat().sort();
    const upstream = new Map([...graph.ids()].map(id => [id, reachOf(graph, id, 'upstream')]));
    const mutual = [...upstream]
      .filter(([id, reached]) =>
        [...reached.keys()].some(other => other !== id && upstream.get(other)?.has(id))
      )
      .map(([id]) => id);
    expect(inCycles).toEqual(mutual.sort());
  });

  it('may be longer than a stack is deep', () => {
    const count = 20_000;
    const chain = Array.from({ length: count }, (_, index) =>
      kustomization(`k${index}`, dependsOn(`k${(index + 1) % count}`))
    );
    expect(cyclesOf(createGraph(chain)).map(cycle => cycle.length)).toEqual([count]);
  });
});

const applying = (name: string, ...names: string[]) => {
  const object = kustomization(name);
  const entries = names.map(each => ({
    id: toInventoryId({ group: 'apps', kind: 'Deployment', namespace: 'media', name: each }),
    v: 'v1',
  }));
  return { ...object, status: { ...object.status, inventory: { entries } } };
};

describe('claims', () => {
  const deployment = (name: string, by: string): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'media',
      labels: {
        'kustomize.toolkit.fluxcd.io/name': by,
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
  });

  it('of two inventories on one object are told', () => {
    const graph = createGraph([applying('a', 'radarr', 'sonarr'), applying('b', 'radarr')]);
    expect(contestedIn(graph).map(({ id, appliers }) => [short(id), appliers.map(short)])).toEqual([
      ['radarr', ['a', 'b']],
    ]);
  });

  it('by labels alone make an orphan, where the applier has an inventory to look into', () => {
    const graph = createGraph([
      applying('a', 'radarr'),
      kustomization('young'),
      deployment('radarr', 'a'),
      deployment('left', 'a'),
      deployment('unsure', 'young'),
      deployment('foreign', 'nobody'),
    ]);
    expect(orphansIn(graph).map(short)).toEqual(['left']);
  });
});

describe('the critical path', () => {
  const took = (name: string, duration: string | undefined, ...needs: string[]) => {
    const object = kustomization(name, dependsOn(...needs));
    const history = [
      { lastReconciledStatus: 'HealthCheckFailed', lastReconciledDuration: '9h' },
      { lastReconciledStatus: 'ReconciliationSucceeded', lastReconciledDuration: duration },
    ];
    return { ...object, status: { ...object.status, history } };
  };

  it('is the chain that takes longest by what was recorded', () => {
    const graph = createGraph([
      took('crds', '2s'),
      took('infra', '40s', 'crds'),
      took('quick', '1s'),
      took('mon', '30s', 'quick'),
      took('apps', '5s', 'infra', 'mon'),
    ]);
    expect(
      criticalPathTo(graph, idOf(kustomization('apps'))).map(({ id, duration }) => [
        short(id),
        duration,
      ])
    ).toEqual([
      ['crds', 2000],
      ['infra', 40_000],
      ['apps', 5000],
    ]);
  });

  it('ends in a cycle, and says what nobody recorded', () => {
    const graph = createGraph([took('a', undefined, 'b'), took('b', '3s', 'a')]);
    expect(
      criticalPathTo(graph, idOf(kustomization('a'))).map(({ id, duration }) => [
        short(id),
        duration,
      ])
    ).toEqual([
      ['b', 3000],
      ['a', undefined],
    ]);
  });
});
