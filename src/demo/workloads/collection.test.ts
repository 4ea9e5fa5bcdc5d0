import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { createClient } from '../../node/kubernetes/client.ts';
import { createCollection } from './collection.ts';
import { resources } from './resource.ts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach(close => close()));

function pod(name: string, resourceVersion: string, owner?: string): KubernetesObject {
  const ownerReferences = owner
    ? [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true }]
    : undefined;
  const metadata = { name, namespace: 'a', uid: `uid-${name}`, resourceVersion, ownerReferences };
  return { apiVersion: 'v1', kind: 'Pod', metadata };
}

/** A collection on an API server whose watch tells only what the test makes it tell. */
async function collect(options: { answer?: (method: string) => Promise<[number, unknown]> } = {}) {
  let watch: ServerResponse | undefined;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://api');
    if (url.searchParams.has('watch')) {
      response.flushHeaders();
      watch = response;
    } else if (request.method === 'GET') {
      const metadata = { resourceVersion: '1' };
      response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items: [] }));
    } else {
      const [status, body] = (await options.answer?.(request.method ?? '')) ?? [404, {}];
      response.statusCode = status;
      response.end(JSON.stringify(body));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = createClient({ server: `http://127.0.0.1:${port}` });
  const collection = createCollection(client, resources.pods, { manager: 'test' });
  undo.push(() => {
    collection.close();
    client.close();
    server.closeAllConnections();
    server.close();
  });
  await collection.synced;
  await expect.poll(() => watch !== undefined).toBe(true);
  const tell = (type: string, object: KubernetesObject) =>
    watch?.write(`${JSON.stringify({ type, object })}\n`);
  const names = () =>
    collection.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  return { collection, tell, names };
}

it('sees what it has written before the watch tells, and finds it by its owner', async () => {
  const { collection, names } = await collect({
    answer: async () => [201, pod('one', '5', 'set')],
  });
  await collection.create(pod('', ''));
  expect(names()).toEqual(['one@5']);
  expect(collection.ownedBy('set').map(({ metadata }) => metadata.name)).toEqual(['one']);
});

it('keeps the newer of what it wrote and what the watch tells', async () => {
  const { collection, tell, names } = await collect({
    answer: async () => [200, pod('one', '100')],
  });
  await collection.update(pod('one', '99'));
  tell('ADDED', pod('one', '7'));
  tell('ADDED', pod('two', '8'));
  await expect.poll(names).toEqual(['one@100', 'two@8']);
  tell('MODIFIED', pod('one', '101'));
  await expect.poll(names).toEqual(['one@101', 'two@8']);
});

it('does not bring back what went while its answer was on the way', async () => {
  const waiting: (() => void)[] = [];
  const { collection, tell, names } = await collect({
    async answer() {
      await new Promise<void>(resolve => waiting.push(resolve));
      return [200, pod('one', '9')];
    },
  });
  tell('ADDED', pod('one', '5'));
  await expect.poll(names).toEqual(['one@5']);
  const written = collection.update(pod('one', '5'));
  await expect.poll(() => waiting.length).toBe(1);
  tell('DELETED', pod('one', '10'));
  await expect.poll(names).toEqual([]);
  waiting[0]!();
  await written;
  expect(names()).toEqual([]);
});

it('forgets what the API server does not know any more, even if no watch told', async () => {
  const { collection, tell, names } = await collect();
  tell('ADDED', pod('one', '5', 'set'));
  await expect.poll(names).toEqual(['one@5']);
  await expect(collection.updateStatus(pod('one', '5'))).rejects.toMatchObject({ status: 404 });
  expect([names(), collection.ownedBy('set')]).toEqual([[], []]);
});
