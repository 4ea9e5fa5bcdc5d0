import { describe, expect, it } from 'vitest';
import { createFakeCluster } from '../../../test/doubles/fakeConnection.ts';
import { newest } from '../../../test/fixtures/fluxObjects.ts';
import { createSidecar } from './sidecar.ts';

const services = '/api/v1/services';
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'flux-system', name: 'lumen' },
  spec: {
    ports: [
      { name: 'webhook', port: 80 },
      { name: 'http', port: 8080 },
    ],
  },
};
const secret = '/api/v1/namespaces/flux-system/secrets/lumen-access';
const commits = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy/v1/commits';
const commit = { revision: newest, hash: '5763edb', subject: 'radarr 6.0.9' };
const path = `/v1/commits?source=flux-system%2Fhomelab&revision=${encodeURIComponent(newest)}`;

function usual() {
  const fake = createFakeCluster();
  fake.collection(services, [service]);
  fake.answer(secret, { body: { data: { token: btoa('secret') } } });
  fake.answer(commits, { body: { version: 1, commit } });
  let now = 0;
  const sidecar = createSidecar(fake.connection, () => now);
  return { fake, ask: () => sidecar.read(path), wait: (ms: number) => (now += ms) };
}

describe('the sidecar', () => {
  it('is found by its label, opened with its token, and asked through the service proxy', async () => {
    const { fake, ask } = usual();
    expect(await ask()).toEqual({ body: { version: 1, commit } });
    expect(fake.asked).toEqual([
      `GET ${services}?labelSelector=app.kubernetes.io%2Fname%3Dlumen`,
      `GET ${secret}`,
      `GET ${commits}?source=flux-system%2Fhomelab&revision=${encodeURIComponent(newest)}`,
    ]);
    expect(fake.headers.at(-1)).toEqual({ 'X-Lumen-Token': 'secret' });
    await ask();
    expect(fake.asked.length).toBe(4);
  });

  it('is absent where no service carries its label, and looked for again after a while', async () => {
    const { fake, ask, wait } = usual();
    fake.remove(services, service);
    expect(await ask()).toEqual({ state: 'absent' });
    fake.collection(services, [service]);
    expect(await ask()).toEqual({ state: 'absent' });
    wait(20_000);
    expect(await ask()).toMatchObject({ body: { commit } });
  });

  it('is asked where a person says that it is, from the moment on that they do', async () => {
    const { fake } = usual();
    const told = { namespace: 'tools', name: 'looker' };
    const at = '/api/v1/namespaces/tools';
    fake.answer(`${at}/services/looker`, { body: { ...service, metadata: told } });
    fake.answer(`${at}/secrets/lumen-access`, { body: { data: { token: btoa('other') } } });
    fake.answer(`${at}/services/http:looker:8080/proxy/v1/commits`, { body: { commit: 'theirs' } });
    const settings: { place?: typeof told } = {};
    const sidecar = createSidecar(
      fake.connection,
      () => 0,
      () => settings.place
    );
    expect(await sidecar.read(path)).toMatchObject({ body: { commit } });
    settings.place = told;
    expect(await sidecar.read(path)).toMatchObject({ body: { commit: 'theirs' } });
    expect(fake.headers.at(-1)).toEqual({ 'X-Lumen-Token': 'other' });
  });

  it('says which right is missing', async () => {
    const { fake, ask } = usual();
    fake.answer(secret, { status: 403 });
    expect(await ask()).toEqual({
      state: 'forbidden',
      verb: 'get',
      resource: 'secrets lumen-access',
      namespace: 'flux-system',
    });
    const other = usual();
    other.fake.answer(commits, { status: 403 });
    expect(await other.ask()).toMatchObject({ state: 'forbidden', resource: 'services/proxy' });
  });

  it('tells what the sidecar does not know from what could not be asked', async () => {
    const { fake, ask } = usual();
    fake.answer(commits, { status: 404 });
    expect(await ask()).toEqual({
      state: 'missing',
      what: undefined,
      message: 'the test answers 404',
    });
    fake.answer(commits, { status: 503 });
    expect(await ask()).toEqual({ state: 'failed', message: 'the test answers 503' });
  });

  it('reads the token again after it was changed', async () => {
    const { fake, ask } = usual();
    await ask();
    fake.answer(commits, { status: 401 });
    expect(await ask()).toMatchObject({ state: 'failed' });
    fake.answer(secret, { body: { data: { token: btoa('new') } } });
    fake.answer(commits, { body: { version: 1, commit } });
    expect(await ask()).toMatchObject({ body: { commit } });
    expect(fake.headers.at(-1)).toEqual({ 'X-Lumen-Token': 'new' });
  });

  it('is an older one where it refuses a route, and not the token', async () => {
    const { fake, wait } = usual();
    const history = commits.replace('commits', 'history');
    const sidecar = createSidecar(fake.connection, () => wait(0));
    fake.answer(history, { status: 401 });
    fake.answer(commits, { status: 400 });
    expect(await sidecar.read('/v1/history?of=x')).toMatchObject({
      state: 'missing',
      what: 'route',
    });
    fake.answer(commits, { status: 401 });
    expect(await sidecar.read('/v1/history?of=x')).toMatchObject({ state: 'failed' });
  });

  it('is looked for where Flux usually lives by who may not look everywhere', async () => {
    const { fake, ask } = usual();
    const refusing = createFakeCluster();
    refusing.answer(services, { status: 403 });
    refusing.collection('/api/v1/namespaces/flux-system/services', [service]);
    refusing.answer(secret, { body: { data: { token: btoa('secret') } } });
    refusing.answer(commits, { body: { version: 1, commit } });
    const sidecar = createSidecar(refusing.connection, () => 0);
    expect(await sidecar.read(path)).toEqual(await ask());
    expect(fake.sent).toEqual([]);
  });
});

describe('a stream of the sidecar', () => {
  const proxy = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy';
  const never = new AbortController().signal;
  const open = () => {
    const { fake } = usual();
    const sidecar = createSidecar(fake.connection, () => 0);
    return { fake, ask: () => sidecar.stream('/v1/changes?of=x', never) };
  };

  it('is opened with the token and handed on as its bytes come', async () => {
    const { fake, ask } = open();
    async function* pieces() {
      yield new Uint8Array([1]);
    }
    fake.answer(`${proxy}/v1/changes`, { body: pieces() });
    const stream = await ask();
    if ('state' in stream) throw new Error(stream.state);
    const seen: number[] = [];
    for await (const piece of stream) seen.push(...piece);
    expect(seen).toEqual([1]);
    expect(fake.asked.at(-1)).toBe(`GET ${proxy}/v1/changes?of=x`);
    expect(fake.headers.at(-1)).toEqual({ 'X-Lumen-Token': 'secret' });
  });

  it('is read no further than its first line by who wants no more', async () => {
    const { fake } = open();
    let isEnded = false;
    async function* pieces() {
      try {
        for (const text of ['{"type":"he', 'ad"}\n{"type"', ':"object"}']) {
          yield new TextEncoder().encode(text);
        }
      } finally {
        isEnded = true;
      }
    }
    fake.answer(`${proxy}/v1/changes`, { body: pieces() });
    const sidecar = createSidecar(fake.connection, () => 0);
    expect(await sidecar.head('/v1/changes')).toEqual({ body: { type: 'head' } });
    expect(isEnded).toBe(true);
    fake.answer(`${proxy}/v1/changes`, { status: 503 });
    expect(await sidecar.head('/v1/changes')).toMatchObject({ state: 'failed' });
  });

  it('says what the sidecar does not have, in its own words', async () => {
    const { fake, ask } = open();
    const message = 'revision flux@sha1:0 is not in the ledger, which begins on 12 May';
    const error = { code: 'not-found', message, missing: 'revision' };
    const body = JSON.stringify({ version: 1, error });
    fake.answer(`${proxy}/v1/changes`, { status: 404, message: body });
    expect(await ask()).toEqual({ state: 'missing', what: 'revision', message });
    fake.answer(`${proxy}/v1/changes`, { status: 404 });
    expect(await ask()).toMatchObject({ state: 'missing', what: undefined });
  });

  it('names the right that is missing, and what else went wrong', async () => {
    const { fake, ask } = open();
    fake.answer(`${proxy}/v1/changes`, { status: 403 });
    expect(await ask()).toMatchObject({ state: 'forbidden', resource: 'services/proxy' });
    fake.answer(`${proxy}/v1/changes`, { status: 503 });
    expect(await ask()).toEqual({ state: 'failed', message: 'the test answers 503' });
    fake.remove(services, service);
    const none = createSidecar(fake.connection, () => 0);
    expect(await none.stream('/v1/changes', never)).toMatchObject({ state: 'absent' });
  });
});
