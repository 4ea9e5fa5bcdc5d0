import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { record, text } from '../../src/core/kubernetes/object.ts';
import { configMap, gitRepository } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { fetched, patch, patience } from './settling.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

const token = 'what only the forge and the cluster know';
let world: ScenarioWorld;
let place: Place;
let url: string;

beforeAll(async () => {
  world = await startScenarioWorld();
  place = await world.place('hooked');
  const revision = await place.push('Begin', { 'app/a.yaml': configMap('a') });
  const { namespace } = place;
  await world.apply(
    gitRepository(place, world.git.urlOf(place.repository)),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'token', namespace },
      data: { token: Buffer.from(token).toString('base64') },
    },
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1',
      kind: 'Receiver',
      metadata: { name: 'gitea', namespace },
      spec: {
        type: 'github',
        events: ['ping', 'push'],
        secretRef: { name: 'token' },
        resources: [{ kind: 'GitRepository', name: 'source' }],
      },
    }
  );
  await fetched(world, place, revision);
  url = `${world.receiver()}${await webhookPath()}`;
});
afterAll(() => world?.close());

function webhookPath(): Promise<string> {
  const view = world.view('Receiver');
  const look = () => text(record(view.get(place.namespace, 'gitea')?.status).webhookPath);
  return view.until(look, 'the Receiver has a path', patience);
}

/** What Gitea sends after a push, signed with `secret`. */
async function send(to: string, secret: string, event = 'push'): Promise<number> {
  const body = JSON.stringify({ ref: 'refs/heads/main' });
  const hmac = createHmac('sha1', secret).update(body).digest('hex');
  const headers = {
    'Content-Type': 'application/json',
    'X-GitHub-Event': event,
    'X-Hub-Signature': `sha1=${hmac}`,
  };
  const answer = await fetch(to, { method: 'POST', body, headers });
  await answer.body?.cancel();
  return answer.status;
}

function requestedAt(): string | undefined {
  const annotations = world.view('GitRepository').get(place.namespace, 'source')
    ?.metadata.annotations;
  return annotations?.['reconcile.fluxcd.io/requestedAt'];
}

describe('a Receiver', () => {
  it('has the source fetch at once what was pushed', async () => {
    const revision = await place.push('Change', { 'app/a.yaml': configMap('a', { key: '2' }) });
    expect(await send(url, token)).toBe(200);
    await fetched(world, place, revision);
    expect(requestedAt()).toBeDefined();
  });

  it('refuses a wrong signature, an event it was not told of and an unknown path', async () => {
    const before = requestedAt();
    const unsigned = await fetch(url, { method: 'POST', body: '{}' });
    expect([
      await send(url, 'a guess'),
      await send(url, token, 'issues'),
      await send(`${world.receiver()}/hook/${'0'.repeat(64)}`, token),
      unsigned.status,
    ]).toEqual([400, 400, 404, 400]);
    // A good one afterwards proves that none of those was merely slow.
    const revision = await place.push('Once more', { 'app/b.yaml': configMap('b') });
    expect(requestedAt()).toBe(before);
    expect(await send(url, token)).toBe(200);
    await fetched(world, place, revision);
  });

  it('answers 503 while it is suspended', async () => {
    await patch(world, 'receivers', place, 'gitea', { spec: { suspend: true } });
    await vi.waitFor(async () => expect(await send(url, token)).toBe(503), patience);
    await patch(world, 'receivers', place, 'gitea', { spec: { suspend: null } });
    await vi.waitFor(async () => expect(await send(url, token)).toBe(200), patience);
  });

  it('says that its token is missing', async () => {
    await world.apply({
      apiVersion: 'notification.toolkit.fluxcd.io/v1',
      kind: 'Receiver',
      metadata: { name: 'tokenless', namespace: place.namespace },
      spec: {
        type: 'github',
        secretRef: { name: 'nowhere' },
        resources: [{ kind: 'GitRepository', name: 'source' }],
      },
    });
    const view = world.view('Receiver');
    const look = () => {
      const object = view.get(place.namespace, 'tokenless');
      const condition = object && conditionOf(object, 'Ready');
      return condition?.status === 'False' ? condition : undefined;
    };
    const condition = await view.until(look, 'the Receiver is not ready', patience);
    expect(condition).toMatchObject({
      reason: 'TokenNotFound',
      message: expect.stringContaining('nowhere'),
    });
  });
});
