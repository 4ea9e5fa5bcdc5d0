import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { configMap, gitRepository, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { dataOf, notReady, patience, ready } from './settling.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

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

/** Applies a hostile path beside a harmless one: the first is refused, the second must not notice. */
async function refuses(
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

describe('hostile input', () => {
  it('of a generator that names a file of the machine is refused by name', async () => {
    const { place } = await refuses(
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
      'dots',
      { 'bad/kustomization.yaml': 'resources:\n  - ../../../../../../etc/passwd\n' },
      /^BuildFailed$/,
      /etc\/passwd/
    );
  });

  it('of a symlink finds nothing at its end', async () => {
    await refuses(
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

  it('of a remote base is refused by name, and nobody asks for it', async () => {
    let asked = 0;
    silent.on('connection', () => asked++);
    const { port } = silent.address() as AddressInfo;
    await refuses(
      'remote',
      { 'bad/kustomization.yaml': `resources:\n  - http://127.0.0.1:${port}/base.yaml\n` },
      /^BuildFailed$/,
      /base\.yaml/
    );
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
