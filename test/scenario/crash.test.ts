import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { record } from '../../src/core/kubernetes/object.ts';
import { configMap, gitRepository, kustomization } from './manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { askToReconcile, dataOf, gone, inventoryNames, patience, ready } from './settling.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
beforeAll(async () => {
  world = await startScenarioWorld();
});
afterAll(() => world?.close());

const many = 120;
const names = Array.from({ length: many }, (_, index) => `m${String(index).padStart(3, '0')}`);

const files = (version: string) =>
  Object.fromEntries(names.map(name => [`app/${name}.yaml`, configMap(name, { version })]));

describe('the reconciler', () => {
  it('finishes after a crash in mid-apply what it had begun', async () => {
    const place = await world.place('crash');
    const begin = await place.push('Begin', {
      ...files('1'),
      'app/old.yaml': configMap('old'),
    });
    await world.apply(
      gitRepository(place, world.git.urlOf(place.repository)),
      kustomization(place, 'app')
    );
    await ready(world, place, 'app', begin);

    const revision = await place.push('Change all, remove one', {
      ...files('2'),
      'app/old.yaml': null,
    });
    const view = world.view('ConfigMap');
    const versions = () => names.map(name => record(view.get(place.namespace, name)?.data).version);
    await askToReconcile(world, 'gitrepositories', place, 'source');
    const begun = () => (versions().includes('2') ? true : undefined);
    await view.until(begun, 'the first object is changed', patience);
    await world.crash();
    const before = world.view('Kustomization').get(place.namespace, 'app');
    expect(record(before?.status).lastAppliedRevision).toBe(begin);

    await world.recover();
    const applied = await ready(world, place, 'app', revision);
    const all = () => (versions().every(version => version === '2') ? true : undefined);
    await view.until(all, 'every object is changed', patience);
    await gone(world, place, 'old');
    expect(inventoryNames(applied)).toEqual(names.map(name => `ConfigMap/${name}`));
  });

  it('still knows its sources after a crash', async () => {
    const place = await world.place('again');
    const begin = await place.push('Begin', { 'app/a.yaml': configMap('a') });
    await world.apply(
      gitRepository(place, world.git.urlOf(place.repository)),
      kustomization(place, 'app')
    );
    await ready(world, place, 'app', begin);
    await world.crash();
    const next = await place.push('While nobody looks', {
      'app/a.yaml': configMap('a', { key: '2' }),
    });
    await world.recover();
    await askToReconcile(world, 'gitrepositories', place, 'source');
    await ready(world, place, 'app', next);
    expect(await dataOf(world, place, 'a')).toEqual({ key: '2' });
  });
});
