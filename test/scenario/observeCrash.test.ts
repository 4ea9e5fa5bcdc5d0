import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configMap, kustomization } from './manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { askToReconcile, fetched, pushAndFetch, ready } from './settling.ts';
import { changeLines, createSidecarApi, type SidecarApi } from './sidecarApi.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
let sidecar: SidecarApi;
beforeAll(async () => {
  world = await startScenarioWorld();
  sidecar = createSidecarApi(world);
});
afterAll(() => world?.close());

describe('the sidecar', () => {
  it('that is killed in the middle knows afterwards all but what it was about', async () => {
    const place = await world.placeWith('killed', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app'));
    const source = `GitRepository/${place.namespace}/source`;
    const revisions: string[] = [];
    for (const key of ['1', '2']) {
      const revision = await pushAndFetch(world, place, `Change ${key}`, {
        'app/a.yaml': configMap('a', { key }),
      });
      await ready(world, place, 'app', revision);
      await sidecar.kept(source, revision);
      revisions.push(revision);
    }
    const [first = '', second = ''] = revisions;
    const told = async () => [
      (await sidecar.history(source)).rows.filter(row => revisions.includes(row.revision)),
      await sidecar.changes(source, first, second),
    ];
    const before = await told();

    const inFlight = await pushAndFetch(world, place, 'Change 3', {
      'app/a.yaml': configMap('a', { key: '3' }),
    });
    await world.sidecar.crash();
    const unseen = await place.push('While nobody looks', {
      'app/a.yaml': configMap('a', { key: '4' }),
    });
    await world.sidecar.recover();
    await askToReconcile(world, 'gitrepositories', place, 'source');
    await fetched(world, place, unseen);
    const { rows } = await sidecar.kept(source, unseen);

    expect(await told()).toEqual(before);
    // The one that it was about is there or is not, but never half.
    const half = rows.find(row => row.revision === inFlight);
    expect([undefined, { created: 0, changed: 1, deleted: 0 }]).toContainEqual(half?.counts);
    expect(changeLines(await sidecar.changes(source, second, unseen))).toEqual([
      'killed/app: ConfigMap/a changed',
    ]);
  });
});
