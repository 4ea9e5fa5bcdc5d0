import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refuses } from '../hostilePath.ts';
import { configMap } from '../manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from '../scenarioWorld.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: ScenarioWorld;
beforeAll(async () => {
  world = await startScenarioWorld();
});
afterAll(() => world?.close());

// kustomize-controller as it comes has no such bounds: it asks whoever is named, and builds nothing else until then.
describe('hostile input', () => {
  it('of a remote base is refused by name, and nobody asks for it', async () => {
    let asked = 0;
    const silent = createServer(() => asked++).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await refuses(
      world,
      'remote',
      { 'bad/kustomization.yaml': `resources:\n  - http://127.0.0.1:${port}/base.yaml\n` },
      /^BuildFailed$/,
      /base\.yaml/
    );
    silent.close();
    expect(asked).toBe(0);
  });

  it('of a YAML bomb ends before it goes off', async () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = levels
      .map((name, index) => {
        const below = index === 0 ? '"lol"' : `*${levels[index - 1]}`;
        return `  ${name}: &${name} [${Array(10).fill(below).join(', ')}]\n`;
      })
      .join('');
    await refuses(
      world,
      'bomb',
      {
        'bad/bomb.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\ndata:\n${bomb}`,
      },
      /^BuildFailed$/,
      /./
    );
  });

  it('of a manifest of 20 MB is refused, and the next one is not', async () => {
    const { message } = await refuses(
      world,
      'huge',
      {
        'bad/huge.yaml': configMap('huge', {
          key: randomBytes(15 * 1024 * 1024).toString('base64'),
        }),
      },
      /./,
      /huge/
    );
    expect(message.length).toBeLessThan(4096);
  });
});
