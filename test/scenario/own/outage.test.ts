import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configMap, gitRepository, kustomization } from '../manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from '../scenarioWorld.ts';
import { askToReconcile, dataOf, patience, ready } from '../settling.ts';
import { type Gate, startGate } from './gate.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: ScenarioWorld;
let gate: Gate;
let place: Place;
beforeAll(async () => {
  world = await startScenarioWorld({ gate: async port => (gate = await startGate(port)) });
  place = await world.place('outage');
});
afterAll(() => world?.close());

describe('an API server that is away', () => {
  it('is waited for at the start', async () => {
    const revision = await place.push('Begin', { 'app/a.yaml': configMap('a', { key: '1' }) });
    await world.apply(
      gitRepository(place, world.git.urlOf(place.repository)),
      kustomization(place, 'app')
    );
    await gate.knocked(2, patience);
    gate.open();
    await ready(world, place, 'app', revision);
  });

  it('is found again after it was cut off, and what happened meanwhile is made good', async () => {
    gate.shut();
    const revision = await place.push('While it is away', {
      'app/a.yaml': configMap('a', { key: '2' }),
    });
    await askToReconcile(world, 'gitrepositories', place, 'source');
    await gate.knocked(2, patience);
    expect(await dataOf(world, place, 'a')).toEqual({ key: '1' });
    gate.open();
    await ready(world, place, 'app', revision);
    expect(await dataOf(world, place, 'a')).toEqual({ key: '2' });
  });
});
