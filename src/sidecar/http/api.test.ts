import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { tokenHeader } from '../../protocol/commits.ts';
import { createMemoryLedger } from '../ledger/memoryLedger.ts';
import { createLog } from '../log.ts';
import type { AccessToken } from './accessToken.ts';
import { type ApiOptions, createApi } from './api.ts';
import { toListener } from './listener.ts';
import { createMetrics } from './metrics.ts';
import { routes } from './routes.ts';

const commit = {
  revision: `main@sha1:${'a'.repeat(40)}`,
  hash: 'a'.repeat(40),
  subject: 'Add radarr',
  author: { name: 'Harriet', email: 'h@example.org' },
  date: '2026-01-01T00:00:00Z',
};
const access: AccessToken = {
  admits: async token => token === 'right',
  current: () => 'right',
  close() {},
};
const stats = () => createMemoryLedger().stats();
const logged: string[] = [];

type Answers = NonNullable<ReturnType<ApiOptions['answers']>>;
const none = { refusal: { code: 'not-found' as const, message: 'none' } };
const answers: Answers = {
  changes: async () => none,
  history: async () => none,
  log: async () => none,
};

const optionsWith = (more: Partial<ApiOptions> = {}): ApiOptions => ({
  access,
  log: createLog(line => void logged.push(line)),
  isReady: () => true,
  stats,
  metrics: createMetrics({ stats, sourcesWatched: () => 3 }),
  commit: async (namespace, name) =>
    namespace === 'flux-system' && name === 'homelab' ? commit : undefined,
  answers: () => answers,
  about: () => ({ mode: 'observe', renderer: 'kustomize v5', cannotRead: [] }),
  ...more,
});
const createTestApi = (more: Partial<ApiOptions> = {}) => createApi(optionsWith(more));
const query = (source: string, revision = commit.revision) =>
  `/v1/commits?source=${encodeURIComponent(source)}&revision=${encodeURIComponent(revision)}`;
const right = { [tokenHeader]: 'right' };

async function* linesOf(...lines: string[]) {
  yield* lines;
}

/** Lines that a test hands out one by one, and what became of the reader. */
function createLines() {
  const waiting: ((line: string | undefined) => void)[] = [];
  const ready: (string | undefined)[] = [];
  const seen = { asked: 0, isReturned: false };
  return {
    seen,
    give(line: string | undefined) {
      const next = waiting.shift();
      if (next) next(line);
      else ready.push(line);
    },
    lines: {
      [Symbol.asyncIterator]: () => ({
        async next() {
          seen.asked++;
          const line = ready.length
            ? ready.shift()
            : await new Promise<string | undefined>(resolve => waiting.push(resolve));
          return line === undefined ? { done: true, value: undefined } : { value: line };
        },
        async return() {
          seen.isReturned = true;
          return { done: true, value: undefined };
        },
      }),
    } as AsyncIterable<string>,
  };
}

describe('createApi', () => {
  it.each(routes.filter(({ isOpen }) => !isOpen))(
    'answers 401 and nothing else at $path without the token, and with a wrong one',
    async ({ path }) => {
      const app = createTestApi();
      const all = await Promise.all([
        app.request(path),
        app.request(path, { headers: { [tokenHeader]: 'wrong' } }),
        app.request(path, { method: 'POST' }),
        app.request(path, { headers: { 'If-None-Match': '*' } }),
      ]);
      const seen = await Promise.all(all.map(async a => [a.status, await a.text()]));
      expect(seen).toEqual(all.map(() => [401, '']));
    }
  );

  it('tells a stranger of no path whether there is one, and who has the token that there is none', async () => {
    const app = createTestApi();
    const stranger = await app.request('/v2/anything');
    const known = await app.request('/v2/anything?of=x', { headers: right });
    const post = await app.request('/v1/info', { headers: right, method: 'POST' });
    expect([
      [stranger.status, await stranger.text()],
      [known.status, await known.json()],
      post.status,
    ]).toEqual([
      [401, ''],
      [
        404,
        {
          version: 1,
          error: {
            code: 'not-found',
            message: 'GET /v2/anything: this sidecar has no such route',
            missing: 'route',
          },
        },
      ],
      404,
    ]);
  });

  it('is healthy always, and ready once the API server was reached', async () => {
    const app = createTestApi({ isReady: () => false });
    const all = await Promise.all([app.request('/healthz'), app.request('/readyz')]);
    expect(all.map(({ status }) => status)).toEqual([200, 503]);
  });

  it('hides what a commit says of a password', async () => {
    const subject = 'Set password=correct-horse in https://me:battery-staple@example.org/';
    const app = createTestApi({ commit: async () => ({ ...commit, subject }) });
    const answer = await app.request(query('a/b'), { headers: right });
    expect(await answer.text()).not.toMatch(/horse|staple/);
  });

  it('answers what is known of a commit, and ignores parameters that it does not know', async () => {
    const path = `${query('flux-system/homelab')}&from-the-future=1`;
    const answer = await createTestApi().request(path, { headers: right });
    expect(await answer.json()).toEqual({ version: 1, commit });
  });

  it.each([
    [query('flux-system/other', 'main@sha1:b'), 404, 'nothing is known of revision main@sha1:b'],
    [query('nonsense'), 400, 'source: must be NAMESPACE/NAME'],
    [query('flux-system/homelab', ''), 400, "revision: must be a source's revision"],
    ['/v1/changes?of=K/a/b&from=a%20b', 400, "from: must be a source's revision"],
    ['/v1/history?of=K/a/b&limit=0', 400, 'limit: must be a number from 1 to 200'],
    ['/v1/history?of=K/a/b&before=yesterday', 400, 'before: must be a number from 0'],
    [`/v1/log?of=${'x'.repeat(600)}`, 400, 'of: must be KIND/NAMESPACE/NAME'],
    ['/v1/log?of=K/a/b', 404, 'none'],
  ])('names what it does not know or understand: %s', async (path, status, message) => {
    const answer = await createTestApi().request(path, { headers: right });
    const body = (await answer.json()) as { error: { message: string } };
    expect([answer.status, body.error.message]).toEqual([status, expect.stringContaining(message)]);
  });

  it('says when to ask again while there is no ledger', async () => {
    const app = createTestApi({ answers: () => undefined });
    const all = await Promise.all(
      ['changes', 'history', 'log'].map(route =>
        app.request(`/v1/${route}?of=Kustomization/a/b`, { headers: right })
      )
    );
    expect(all.map(({ status, headers }) => [status, headers.get('Retry-After')])).toEqual(
      all.map(() => [503, '2'])
    );
  });

  it('says what it is', async () => {
    const answer = await createTestApi().request('/v1/info', { headers: right });
    expect(await answer.json()).toEqual({
      version: 1,
      mode: 'observe',
      renderer: 'kustomize v5',
      features: ['changes', 'history', 'log', 'commits', 'metrics'],
      ledger: { state: 'ready', bytes: 0, revisions: 0 },
      cannotRead: [],
    });
  });

  it('sends an answer once: the same again is 304, packed or not', async () => {
    const lines = () => linesOf('{"type":"end"}\n');
    const app = createTestApi({
      answers: () => ({
        ...answers,
        changes: async () => ({ answer: { digest: 'd1', lines: lines() } }),
      }),
    });
    const seen = [];
    for (const path of [query('flux-system/homelab'), '/v1/changes?of=x']) {
      const first = await app.request(path, { headers: right });
      const tag = first.headers.get('ETag') ?? '';
      await first.text();
      for (const known of [tag, `"other", ${tag}`, tag.replace('W/', ''), 'W/"other"']) {
        const headers = { ...right, 'If-None-Match': known, 'Accept-Encoding': 'gzip' };
        const again = await app.request(path, { headers });
        await again.arrayBuffer();
        seen.push(again.status);
      }
    }
    expect(seen).toEqual([304, 304, 304, 200, 304, 304, 304, 200]);
  });

  it('packs what is long, where the client takes it', async () => {
    const app = createTestApi({
      commit: async () => ({ ...commit, subject: 'long '.repeat(1000) }),
    });
    const ask = async (accepts: string) => {
      const headers = { ...right, 'Accept-Encoding': accepts };
      const answer = await app.request(query('a/b'), { headers });
      const { length } = new Uint8Array(await answer.arrayBuffer());
      return [answer.headers.get('Content-Encoding'), length < 1000];
    };
    expect([await ask('gzip, br'), await ask('br'), await ask('gzip;q=0, br')]).toEqual([
      ['gzip', true],
      [null, false],
      [null, false],
    ]);
  });

  it.each([false, true])(
    'sends each line when it is there, and stops reading when the client has gone (packed: %s)',
    async isPacked => {
      const { lines, give, seen } = createLines();
      const app = createTestApi({
        answers: () => ({
          ...answers,
          changes: async () => ({ answer: { digest: 'd', lines } }),
        }),
      });
      const headers = { ...right, ...(isPacked ? { 'Accept-Encoding': 'gzip' } : {}) };
      const answer = await app.request('/v1/changes?of=x', { headers });
      const body = isPacked
        ? answer.body!.pipeThrough(
            new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>
          )
        : answer.body!;
      const reader = body.getReader();
      const read = async () => Buffer.from((await reader.read()).value ?? []).toString();
      give('one\n');
      const first = await read();
      give('two\n');
      give('three\n');
      let second = '';
      while (!second.endsWith('three\n')) second += await read();
      await reader.cancel();
      give('four\n');
      await expect.poll(() => seen.isReturned).toBe(true);
      expect([first, second]).toEqual(['one\n', 'two\nthree\n']);
      expect(answer.headers.get('Content-Type')).toBe('application/x-ndjson');
    }
  );

  it('reads no faster than the client takes', async () => {
    const taken = { count: 0 };
    async function* endless() {
      for (; taken.count < 100_000; taken.count++) yield `${'x'.repeat(1000)}\n`;
    }
    const app = createTestApi({
      answers: () => ({
        ...answers,
        changes: async () => ({ answer: { digest: 'd', lines: endless() } }),
      }),
    });
    const answer = await app.request('/v1/changes?of=x', { headers: right });
    const reader = answer.body!.getReader();
    await reader.read();
    await new Promise(resolve => setTimeout(resolve, 100));
    const { count } = taken;
    await reader.cancel();
    expect(count).toBeLessThan(500);
  });

  it('cuts an answer that nobody takes, and one whose reading fails', async () => {
    async function* failing() {
      yield 'one\n';
      throw new Error('the ledger holds object h no more');
    }
    const { lines } = createLines();
    const sent = [failing(), lines];
    const app = createTestApi({
      limits: { stall: 50 },
      answers: () => ({
        ...answers,
        changes: async () => ({ answer: { digest: 'd', lines: sent.shift()! } }),
      }),
    });
    const read = async () => {
      const answer = await app.request('/v1/changes?of=x', { headers: right });
      return answer.text().then(
        () => 'whole',
        (error: Error) => error.message
      );
    };
    expect([await read(), await read()]).toEqual([
      'the ledger holds object h no more',
      'the answer was cut off: not taken within 0.05 s',
    ]);
    expect(logged.at(-1)).toContain('answer cut off');
  });

  it('answers so many at once, and says to the others when to ask again', async () => {
    const held = [createLines(), createLines(), createLines()];
    const sent = held.map(({ lines }) => lines);
    const app = createTestApi({
      limits: { places: 1, waiting: 1, patience: 50 },
      answers: () => ({
        ...answers,
        changes: async () => ({ answer: { digest: 'd', lines: sent.shift()! } }),
      }),
    });
    const ask = () => app.request('/v1/changes?of=x', { headers: right });
    const first = await ask();
    const [second, third] = await Promise.all([ask(), ask()]);
    const light = await app.request('/v1/info', { headers: right });
    const waiting = ask();
    await first.body!.cancel();
    const statuses = [first, second, third, light, await waiting].map(({ status }) => status);
    expect([statuses, second.headers.get('Retry-After')]).toEqual([[200, 429, 429, 200, 200], '2']);
  });

  it('answers no HEAD, and says when an answer takes too long', async () => {
    const app = createTestApi({
      limits: { begin: 30 },
      answers: () => ({
        ...answers,
        history: ({ signal }) =>
          new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      }),
    });
    const head = await app.request('/v1/history?of=x', { headers: right, method: 'HEAD' });
    const late = await app.request('/v1/history?of=x', { headers: right });
    expect([head.status, late.status, await late.json()]).toEqual([
      404,
      503,
      {
        version: 1,
        error: { code: 'unavailable', message: 'there was no answer within 0.03 s' },
      },
    ]);
  });

  it('stops reading when the connection is gone, and says nothing of it', async () => {
    const { lines, give, seen } = createLines();
    let asked: AbortSignal | undefined;
    const app = createTestApi({
      answers: () => ({
        ...answers,
        changes: async ({ signal }) => {
          asked = signal;
          return { answer: { digest: 'd', lines } };
        },
      }),
    });
    const before = logged.length;
    const server = createServer(toListener(app)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const gone = new AbortController();
    const url = `http://127.0.0.1:${port}/v1/changes?of=x`;
    const answer = await fetch(url, { headers: right, signal: gone.signal });
    give('one\n');
    await answer.body!.getReader().read();
    gone.abort();
    await expect.poll(() => seen.isReturned).toBe(true);
    await expect.poll(() => asked?.aborted).toBe(true);
    server.close();
    expect(logged.slice(before)).toEqual([]);
  });

  it('tells of an error of its own in its log alone', async () => {
    const app = createTestApi({
      commit: async () => {
        throw new Error('the disk is gone');
      },
    });
    const answer = await app.request(query('a/b'), { headers: right });
    expect([answer.status, await answer.json()]).toEqual([
      500,
      {
        version: 1,
        error: { code: 'internal', message: 'the sidecar failed: its log says why' },
      },
    ]);
    expect(logged.at(-1)).toContain('the disk is gone');
  });

  it('counts what it answers, for Prometheus', async () => {
    const options = optionsWith();
    const app = createApi(options);
    options.metrics.builds({ rendered: 1, skipped: 99, failed: 0 });
    await app.request(query('flux-system/homelab'), { headers: right });
    await app.request(query('nonsense'), { headers: right });
    await app.request(query('flux-system/homelab'), {
      headers: { ...right, 'If-None-Match': '*' },
    });
    const answer = await app.request('/metrics', { headers: right });
    const text = await answer.text();
    expect(answer.headers.get('Content-Type')).toContain('text/plain; version=0.0.4');
    for (const line of [
      'lumen_http_requests_total{route="/v1/commits",status="200"} 1',
      'lumen_http_requests_total{route="/v1/commits",status="400"} 1',
      'lumen_http_requests_total{route="/v1/commits",status="304"} 1',
      'lumen_http_request_duration_seconds_count{route="/v1/commits"} 3',
      'lumen_http_requests_in_flight 1',
      'lumen_builds_total{result="rendered"} 1',
      'lumen_builds_total{result="skipped"} 99',
      'lumen_ledger_state{state="ready"} 1',
      'lumen_ledger_state{state="full"} 0',
      'lumen_ledger_bytes 0',
      'lumen_sources_watched 3',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });
});
