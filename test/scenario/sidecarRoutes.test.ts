import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { record, text } from '../../src/core/kubernetes/object.ts';
import { ApiError } from '../../src/node/kubernetes/apiError.ts';
import { tokenHeader } from '../../src/protocol/commits.ts';
import { routes } from '../../src/sidecar/http/routes.ts';
import { configMap, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { pushAndFetch, ready } from './settling.ts';
import { createSidecarApi } from './sidecarApi.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

const proxy = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy';

let world: ScenarioWorld;
let place: Place;
let token: string;
let [from, to] = ['', ''];
const objects = 60;

beforeAll(async () => {
  world = await startScenarioWorld();
  place = await world.placeWith('routes', { 'app/a.yaml': configMap('a') });
  await world.apply(kustomization(place, 'app'));
  const sidecar = createSidecarApi(world);
  const of = `Kustomization/${place.namespace}/app`;
  await ready(world, place, 'app');
  from = await pushAndFetch(world, place, 'Change a', { 'app/a.yaml': configMap('a', { b: '2' }) });
  await ready(world, place, 'app', from);
  await sidecar.kept(of, from);
  const large = Array.from(
    { length: objects },
    (_, index) => `---\n${configMap(`many-${index}`, { text: 'x'.repeat(5000) })}`
  );
  to = await pushAndFetch(world, place, 'Add many', { 'app/many.yaml': large.join('') });
  await ready(world, place, 'app', to);
  await sidecar.kept(of, to);
  const secret = '/api/v1/namespaces/flux-system/secrets/lumen-access';
  const { data } = await world.client.request<{ data?: unknown }>({ path: secret });
  token = Buffer.from(text(record(data).token) ?? '', 'base64').toString();
});
afterAll(() => world?.close());

interface Said {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  chunks: number;
}

async function ask(
  path: string,
  query: Record<string, string> = {},
  headers: Record<string, string> = { [tokenHeader]: token }
): Promise<Said> {
  try {
    const answer = await world.client.open({ path: proxy + path, query, headers });
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    const { statusCode: status = 0 } = answer;
    return { status, headers: answer.headers, body: Buffer.concat(chunks), chunks: chunks.length };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, headers: {}, body: Buffer.from(error.answer), chunks: 1 };
  }
}

describe("the sidecar behind the API server's proxy", () => {
  it('answers 401 and nothing else from every route without the token, and with a wrong one', async () => {
    const closed = routes.filter(({ isOpen }) => !isOpen).map(({ path }) => path);
    expect(closed.length).toBeGreaterThan(5);
    for (const path of [...closed, '/', '/v2/anything', '/v1/changes/more', '/v1/../metrics']) {
      for (const headers of [{}, { [tokenHeader]: 'wrong' }, { [tokenHeader]: '' }]) {
        const { status, body } = await ask(path, {}, headers as Record<string, string>);
        expect([path, headers, status, body.toString()]).toEqual([path, headers, 401, '']);
      }
    }
  });

  it('answers each of them with it', async () => {
    const of = `Kustomization/${place.namespace}/app`;
    const source = `${place.namespace}/source`;
    const statuses: Record<string, number> = {};
    for (const { path } of routes) {
      statuses[path] = (await ask(path, { of, from, to, source, revision: to, new: '1' })).status;
    }
    expect(statuses).toEqual(Object.fromEntries(routes.map(({ path }) => [path, 200])));
  });

  it('tells who has the token of a route that it does not have', async () => {
    const { status, body } = await ask('/v2/anything');
    expect([status, JSON.parse(body.toString())]).toMatchObject([
      404,
      { error: { missing: 'route' } },
    ]);
  });

  it('sends changes as they are read, packed where asked, and not twice', async () => {
    const query = { of: `Kustomization/${place.namespace}/app`, from, to };
    const plain = await ask('/v1/changes', query);
    const lines = plain.body.toString().trimEnd().split('\n');
    expect([
      plain.headers['content-type'],
      lines.length,
      JSON.parse(lines.at(-1) ?? ''),
      plain.headers['content-length'],
      plain.chunks > 3,
    ]).toEqual(['application/x-ndjson', objects + 2, { type: 'end', objects }, undefined, true]);
    const headers = { [tokenHeader]: token, 'Accept-Encoding': 'gzip' };
    const packed = await ask('/v1/changes', query, headers);
    expect([
      packed.headers['content-encoding'],
      gunzipSync(packed.body).equals(plain.body),
      packed.body.length < plain.body.length / 5,
    ]).toEqual(['gzip', true, true]);
    const tag = plain.headers.etag ?? '';
    const again = await ask('/v1/changes', query, { ...headers, 'If-None-Match': tag });
    expect([tag, again.status, again.body.length]).toEqual([
      expect.stringMatching(/^W\/"[0-9a-f]{32}"$/),
      304,
      0,
    ]);
  });
});
