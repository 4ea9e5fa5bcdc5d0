import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ApiError } from './apiError.ts';
import { createClient } from './client.ts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach(close => close()));

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = createClient({
    server: `http://127.0.0.1:${port}/base/`,
    token: () => Promise.resolve('secret'),
  });
  undo.push(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { server, client };
}

it('sends method, path, query, token and body, and parses the answer', async () => {
  const { client } = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    response.end(
      JSON.stringify({
        method,
        url,
        body,
        token: headers.authorization,
        type: headers['content-type'],
      })
    );
  });
  const answer = await client.request({
    method: 'PATCH',
    path: '/api/v1/namespaces/a',
    query: { fieldManager: 'x y', force: true, dryRun: undefined },
    body: { a: 'ü' },
    contentType: 'application/apply-patch+yaml',
  });
  expect(answer).toEqual({
    method: 'PATCH',
    url: '/base/api/v1/namespaces/a?fieldManager=x+y&force=true',
    body: '{"a":"ü"}',
    token: 'Bearer secret',
    type: 'application/apply-patch+yaml',
  });
});

it('throws what the server said, for request and open', async () => {
  const status = { kind: 'Status', reason: 'NotFound', message: 'pods "a" not found', code: 404 };
  const { client } = await serve((request, response) => {
    response.statusCode = request.url?.includes('proxy') ? 502 : 404;
    response.end(request.url?.includes('proxy') ? '<html>' : JSON.stringify(status));
  });
  for (const ask of [client.request, client.open]) {
    const error = await ask({ path: '/x' }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 404, reason: 'NotFound', message: 'pods "a" not found' });
  }
  await expect(client.request({ path: '/proxy' })).rejects.toMatchObject({
    status: 502,
    reason: '',
    message: 'GET /proxy: 502 <html>',
  });
});

it('says who did not answer in time, and for what', async () => {
  const { client } = await serve(() => {});
  await expect(client.request({ path: '/slow', timeout: 50 })).rejects.toThrow(
    /^GET \/slow: no answer from http:.* within 50 ms$/
  );
});

it('cancels with the reason of the signal', async () => {
  const { client } = await serve(() => {});
  const controller = new AbortController();
  const asked = client.request({ path: '/', signal: controller.signal });
  controller.abort(new Error('page left'));
  await expect(asked).rejects.toThrow('page left');
});

it('asks a read again on a kept connection that the server closed', async () => {
  let served = 0;
  const { client } = await serve((request, response) => {
    served += 1;
    if (served === 2) request.socket.resetAndDestroy();
    else response.end('{}');
  });
  await client.request({ path: '/' });
  expect(await client.request({ path: '/' })).toEqual({});
  expect(served).toBe(3);
});

it('keeps an opened answer open beyond the timeout and ends it on close', async () => {
  const { client } = await serve((_, response) => {
    response.write('first');
  });
  const message = await client.open({ path: '/watch', timeout: 200 });
  const [first] = (await once(message, 'data')) as [Buffer];
  expect(first.toString()).toBe('first');
  await new Promise(resolve => setTimeout(resolve, 400));
  expect(message.destroyed).toBe(false);
  client.close();
  await expect(once(message, 'end')).rejects.toThrow('aborted');
});

it('uses one connection for requests in a row', async () => {
  const sockets = new Set<Socket>();
  const { client } = await serve((request, response) => {
    sockets.add(request.socket);
    response.end('{}');
  });
  for (let i = 0; i < 3; i += 1) await client.request({ path: '/' });
  expect(sockets.size).toBe(1);
});

it('names the server that cannot be reached', async () => {
  const { server, client } = await serve(() => {});
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(client.request({ path: '/api' })).rejects.toMatchObject({
    code: 'ECONNREFUSED',
    message: `http://127.0.0.1:${port}/base/: connect ECONNREFUSED 127.0.0.1:${port}`,
  });
});

it('tells the time by the clock of the server', async () => {
  const ahead = 3_600_000;
  const { client } = await serve((_, response) => {
    response.setHeader('Date', new Date(Date.now() + ahead).toUTCString());
    response.end('{}');
  });
  await client.request({ path: '/api' });
  const passed = client.now() - Date.now();
  expect(Math.abs(passed - ahead)).toBeLessThan(60_000);
});
