import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { diagnose } from '../../src/core/diagnosis/diagnose.ts';
import { refText } from '../../src/core/kubernetes/ref.ts';
import { readWorld } from '../../src/node/diagnosis/readWorld.ts';
import { type ScenarioWorld, startScenarioWorld } from '../scenario/scenarioWorld.ts';
import { sharedPlane } from './sharedPlane.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const automation = 'image-automation-controller';

let world: ScenarioWorld;
beforeAll(async () => {
  world = await startScenarioWorld();
});
afterAll(async () => {
  await sharedPlane()?.automation.recover();
  await world?.close();
});

/** What is told of the controller that is taken down, with those of this suite that it holds up. */
async function told(namespace: string): Promise<string[]> {
  const { causes } = diagnose(await readWorld(world.client, AbortSignal.timeout(60_000)));
  return causes
    .filter(({ rule, object }) => rule.startsWith('controller.') && object.name === automation)
    .map(({ object, rule, victims }) => {
      const ours = victims.filter(victim => victim.object.namespace === namespace);
      return `${refText(object)} ${rule}: ${ours.map(({ object: it }) => refText(it)).join(', ')}`;
    });
}

it('names a controller that is down, what it holds up, and no controller once it is back', async () => {
  const plane = sharedPlane();
  const { namespace } = await world.placeWith('down', { 'a.txt': 'a' });
  await world.apply({
    apiVersion: 'image.toolkit.fluxcd.io/v1',
    kind: 'ImageUpdateAutomation',
    metadata: { name: 'bumps', namespace },
    spec: {
      interval: '1h',
      sourceRef: { kind: 'GitRepository', name: 'source' },
      git: { commit: { author: { email: 'flux@example.org' } }, push: { branch: 'main' } },
    },
  });
  expect(await told(namespace)).toEqual([]);
  await plane?.automation.crash();
  await vi.waitFor(
    async () =>
      expect(await told(namespace)).toEqual([
        `Deployment/flux-system/${automation} controller.down: ImageUpdateAutomation/down/bumps`,
      ]),
    { timeout: 120_000, interval: 1000 }
  );
  await plane?.automation.recover();
  await vi.waitFor(async () => expect(await told(namespace)).toEqual([]), {
    timeout: 120_000,
    interval: 1000,
  });
});
