import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configMap, gitRepository, kustomization } from '../manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from '../scenarioWorld.ts';
import { settled } from '../settling.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: ScenarioWorld;
beforeAll(async () => {
  world = await startScenarioWorld();
});
afterAll(() => world?.close());

describe("Lumen's reconciler", () => {
  it('refuses by name what it does not do', async () => {
    const place = await world.place('unsupported');
    await place.push('Begin', { 'app/a.yaml': configMap('a') });
    const url = world.git.urlOf(place.repository);
    const include = { include: [{ repository: { name: 'x' } }] };
    const source = gitRepository(place, url, include);
    await world.apply(
      kustomization(place, 'app', { decryption: { provider: 'sops' } }),
      kustomization(place, 'oci', { sourceRef: { kind: 'OCIRepository', name: 'x' } }),
      { ...source, metadata: { ...source.metadata, name: 'including' } }
    );
    const all = await Promise.all([
      settled(world, 'Kustomization', place, 'app', 'NotSupported'),
      settled(world, 'Kustomization', place, 'oci', 'NotSupported'),
      settled(world, 'GitRepository', place, 'including', 'NotSupported'),
    ]);
    const stalled = all.map(
      conditions => conditions.find(({ type }) => type === 'Stalled')?.message
    );
    expect(stalled).toEqual([
      "not supported by Lumen's reconciler: spec.decryption",
      "not supported by Lumen's reconciler: spec.sourceRef.kind OCIRepository",
      "not supported by Lumen's reconciler: spec.include",
    ]);
  });
});
