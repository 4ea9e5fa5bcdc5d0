import { expect } from 'vitest';
import { configMap, gitRepository, kustomization } from './manifests.ts';
import type { Place, ScenarioWorld } from './scenarioWorld.ts';
import { dataOf, notReady, ready } from './settling.ts';

/** Applies a hostile path beside a harmless one: the first is refused, the second must not notice. */
export async function refuses(
  world: ScenarioWorld,
  name: string,
  files: Record<string, string>,
  reason: RegExp,
  message: RegExp,
  prepare?: (place: Place) => Promise<void>
): Promise<{ place: Place; message: string }> {
  const place = await world.place(name);
  await prepare?.(place);
  const revision = await place.push('Come in peace', {
    ...files,
    'good/a.yaml': configMap('good'),
  });
  await world.apply(
    gitRepository(place, world.git.urlOf(place.repository)),
    kustomization(place, 'bad'),
    kustomization(place, 'good')
  );
  const said = await notReady(world, place, 'bad', reason, message);
  await ready(world, place, 'good', revision);
  expect(await dataOf(world, place, 'good')).toEqual({ key: 'value' });
  return { place, message: said };
}
