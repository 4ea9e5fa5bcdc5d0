import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Host } from './host.ts';
import { startHost } from './host.ts';

interface Seen {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
}

let folder: string;
let api: Server;
let host: Host;
const seen: Seen[] = [];
const last = () => seen.at(-1);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-host-'));
  await writeFile(join(folder, 'index.html'), '<script>base = 1;</script><div id="root"></div>');
  await writeFile(join(folder, 'main.js'), 'plugin();');
  api = createServer((incoming, response) => {
    seen.push({ method: incoming.method, url: incoming.url, headers: incoming.headers });
    if (incoming.url?.includes('watch')) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"type":"ADDED"}\n');
    } else if (incoming.url?.endsWith('selfsubjectreviews')) {
      const known = incoming.headers.authorization === 'Bearer right';
      response.writeHead(known ? 201 : 401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          known ? { status: { userInfo: { username: 'anna' } } } : { message: 'Unauthorized' }
        )
      );
    } else {
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end('{"kind":"Status","message":"changed meanwhile"}');
    }
  });
  const sockets = new WebSocketServer({ noServer: true });
  api.on('upgrade', (incoming, socket, head) => {
    seen.push({ method: incoming.method, url: incoming.url, headers: incoming.headers });
    sockets.handleUpgrade(incoming, socket, head, ws => {
      ws.send('hello');
      ws.on('message', message => ws.send(`you said ${String(message)}`));
    });
  });
  await new Promise<void>(resolve => {
    api.listen(0, '127.0.0.1', resolve);
  });
  host = await startHost({
    ui: folder,
    plugins: [{ name: 'lumen', folder }],
    names: ['demo.lan'],
    clusters: [
      {
        name: 'noah',
        server: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
        firstToken: 'right',
      },
      { name: 'down', server: 'http://127.0.0.1:1' },
    ],
  });
});

afterAll(async () => {
  await host.close();
  api.closeAllConnections();
  await new Promise(resolve => api.close(resolve));
  await rm(folder, { recursive: true });
});

/** `fetch` may not set Host, and hides cookies: what a test sends is what goes out. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) {
  return new Promise<{ status?: number; headers: IncomingMessage['headers']; text: string }>(
    (resolve, reject) => {
      const outgoing = request({ port: host.port, path, method, headers }, async answer => {
        let text = '';
        for await (const chunk of answer) text += String(chunk);
        resolve({ status: answer.statusCode, headers: answer.headers, text });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    }
  );
}

const cookieOf = (setCookie: string[] = []) =>
  setCookie
    .filter(cookie => !cookie.includes('Max-Age=0'))
    .map(cookie => cookie.split(';')[0])
    .join('; ');

describe('the host', () => {
  it('answers deep links with the page, under a policy that allows plugins and nothing foreign', async () => {
    const answer = await send('/c/noah/lumen/kustomizations?x=1');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('id="root"');
    expect(answer.headers['content-security-policy']).toMatch(
      /script-src 'self' 'unsafe-eval' 'sha256-[^']+'; .*connect-src 'self'; .*frame-ancestors 'none'$/
    );
  });

  it('lists the plugin and serves its files, and none outside its folder', async () => {
    expect(JSON.parse((await send('/plugins')).text)).toEqual([
      { path: 'plugins/lumen', name: 'lumen', type: 'development' },
    ]);
    expect((await send('/plugins/lumen/main.js')).text).toBe('plugin();');
    for (const path of ['/plugins/lumen/none.js', '/plugins/lumen/..%2f..%2fetc%2fpasswd']) {
      expect((await send(path)).status).toBe(404);
    }
  });

  it('signs the first visit in with a cookie that scripts cannot read, and leaves a sign-out alone', async () => {
    const first = await send('/');
    expect(first.headers['set-cookie']).toContain(
      'headlamp-auth-noah.0=right; Path=/clusters/noah; HttpOnly; SameSite=Strict'
    );
    expect(first.text).not.toContain('right');
    const visit = cookieOf(first.headers['set-cookie']);
    const out = await send(
      '/clusters/noah/set-token',
      { cookie: visit, origin: host.url },
      'POST',
      '{"token":null}'
    );
    expect(cookieOf(out.headers['set-cookie'])).toBe('');
    expect((await send('/', { cookie: visit })).headers['set-cookie']).toBeUndefined();
  });

  it('puts a long token together again from its pieces', async () => {
    const token = 'x'.repeat(9000);
    const set = await send('/clusters/noah/set-token', {}, 'POST', JSON.stringify({ token }));
    await send('/clusters/noah/api/v1/pods', { cookie: cookieOf(set.headers['set-cookie']) });
    expect(last()?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('refuses a token that would break out of its cookie', async () => {
    const answer = await send('/clusters/noah/set-token', {}, 'POST', '{"token":"a; Path=/"}');
    expect(answer.status).toBe(400);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('hands requests on with the token and without cookies, and answers through as they are', async () => {
    const answer = await send(
      '/clusters/noah//api/v1/pods?limit=5',
      { cookie: 'headlamp-auth-noah.0=right; other=1', 'content-type': 'application/json' },
      'PATCH',
      '{}'
    );
    expect([answer.status, answer.text]).toEqual([
      409,
      '{"kind":"Status","message":"changed meanwhile"}',
    ]);
    const { method, url, headers } = last() ?? { headers: {} };
    expect([method, url, headers.authorization, headers.cookie]).toEqual([
      'PATCH',
      '/api/v1/pods?limit=5',
      'Bearer right',
      undefined,
    ]);
  });

  it('keeps the tokens of clusters apart', async () => {
    await send('/clusters/noah/api', { cookie: 'headlamp-auth-down.0=other' });
    expect(last()?.headers.authorization).toBeUndefined();
  });

  it('streams a watch while it is open', async () => {
    const line = await new Promise<string>((resolve, reject) => {
      const outgoing = request(
        { port: host.port, path: '/clusters/noah/api/v1/pods?watch=1' },
        answer => {
          answer.once('data', chunk => {
            resolve(String(chunk));
            outgoing.destroy();
          });
        }
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
    expect(line).toBe('{"type":"ADDED"}\n');
  });

  it('tunnels a WebSocket with its subprotocol, both ways', async () => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${host.port}/clusters/noah/api/v1/pods?watch=1`,
      'base64.binary.k8s.io',
      { headers: { cookie: 'headlamp-auth-noah.0=right', origin: host.url } }
    );
    const messages: string[] = [];
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => socket.send('hi'));
      socket.on('message', message => {
        messages.push(String(message));
        if (messages.length === 2) resolve();
      });
      socket.on('error', reject);
    });
    socket.close();
    expect(messages).toEqual(['hello', 'you said hi']);
    expect(socket.protocol).toBe('base64.binary.k8s.io');
    expect(last()?.headers.authorization).toBe('Bearer right');
  });

  it('says who is signed in, and 401 where nobody is', async () => {
    const me = (cookie: string) => send('/clusters/noah/me', { cookie });
    expect(JSON.parse((await me('headlamp-auth-noah.0=right')).text)).toEqual({ username: 'anna' });
    expect((await me('headlamp-auth-noah.0=wrong')).status).toBe(401);
    expect((await me('')).status).toBe(401);
  });

  it('names a cluster that is down, and the others go on', async () => {
    const answer = await send('/clusters/down/version');
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text).message).toContain('cluster down (http://127.0.0.1:1)');
  });

  it('answers under its own names only', async () => {
    const status = async (name: string) =>
      (await send('/config', { host: `${name}:${host.port}` })).status;
    expect(await Promise.all(['localhost', 'demo.lan', 'evil.example'].map(status))).toEqual([
      200, 200, 403,
    ]);
  });

  it('refuses pages of other origins, by request and by WebSocket', async () => {
    const origin = 'http://127.0.0.1:1';
    const path = '/clusters/noah/api/v1/pods';
    const before = seen.length;
    expect((await send(path, { origin }, 'POST', '{}')).status).toBe(403);
    expect((await send(path, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers: { origin } });
    const error = await new Promise<Error>(resolve => {
      socket.on('error', resolve);
    });
    expect(error.message).toContain('403');
    expect(seen.length).toBe(before);
  });
});
