import { once } from 'node:events';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { refuses } from './hostilePath.ts';
import { configMap, gitRepository, kustomization } from './manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { dataOf, patience, ready } from './settling.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
let silent: Server;
beforeAll(async () => {
  world = await startScenarioWorld();
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  silent?.closeAllConnections();
  silent?.close();
  await world?.close();
});

describe('hostile input', () => {
  it('of a generator that names a file of the machine is refused by name', async () => {
    const { place } = await refuses(
      world,
      'generator',
      {
        'bad/kustomization.yaml':
          'configMapGenerator:\n  - name: stolen\n    files:\n      - /etc/hostname\n',
      },
      /^BuildFailed$/,
      /\/etc\/hostname/
    );
    expect(await dataOf(world, place, 'stolen')).toBeUndefined();
  });

  it('of a path that leaves the artifact is refused by name', async () => {
    await refuses(
      world,
      'dots',
      { 'bad/kustomization.yaml': 'resources:\n  - ../../../../../../etc/passwd\n' },
      /^BuildFailed$/,
      /etc\/passwd/
    );
  });

  it('of a symlink finds nothing at its end', async () => {
    await refuses(
      world,
      'symlink',
      {
        'bad/kustomization.yaml':
          'configMapGenerator:\n  - name: stolen\n    files:\n      - link\n',
      },
      /^BuildFailed$/,
      /link/,
      async place => {
        await mkdir(join(place.folder, 'bad'));
        await symlink('/etc/hostname', join(place.folder, 'bad/link'));
      }
    );
  });
});

describe('a source that never answers', () => {
  it('fails in its time, and no other waits for it', async () => {
    const [mute, lively] = [await world.place('mute'), await world.place('lively')];
    const revision = await lively.push('Begin', { 'app/a.yaml': configMap('a') });
    const { port } = silent.address() as AddressInfo;
    const never = `http://127.0.0.1:${port}/never.git`;
    await world.apply(
      gitRepository(mute, never, { timeout: '3s' }),
      gitRepository(lively, world.git.urlOf(lively.repository)),
      kustomization(lively, 'app')
    );
    await ready(world, lively, 'app', revision);
    const view = world.view('GitRepository');
    const look = () => {
      const object = view.get('mute', 'source');
      const condition = object && conditionOf(object, 'Ready');
      return condition?.status === 'False' ? condition : undefined;
    };
    const condition = await view.until(look, 'the mute source has failed', patience);
    expect(condition).toMatchObject({ reason: 'GitOperationFailed' });
    expect(condition.message).toMatch(/tim(ed? ?-?out|eout)|deadline|not done within/i);
  });
});
