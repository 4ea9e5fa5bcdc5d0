import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../src/demo/cluster/certificate.ts';
import { type Cluster, startCluster } from '../../../src/demo/cluster/cluster.ts';
import { type ApiClient, createApiClient } from './apiClient.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Of the embedded API server: where its dialer leads is this suite's own doing. */
describe('what the API server passes on', () => {
  let cluster: Cluster;
  let admin: ApiClient;
  let answer: Handler = (_request, response) => void response.end();
  let kubelet: Handler = (_request, response) => void response.end();
  const closers: (() => void)[] = [];

  beforeAll(async () => {
    const backend = createServer((request, response) => answer(request, response));
    const { cert, key } = await makeCertificate();
    const node = createTlsServer({ cert, key }, (request, response) => kubelet(request, response));
    for (const server of [backend, node]) {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      closers.push(
        () => server.closeAllConnections(),
        () => server.close()
      );
    }
    const ports: Record<string, number> = {
      '10.1.0.5:8080': (backend.address() as AddressInfo).port,
      '10.0.0.1:10250': (node.address() as AddressInfo).port,
    };
    cluster = await startCluster({
      dial(address, port) {
        const real = ports[`${address}:${port}`];
        return real === undefined ? undefined : { host: '127.0.0.1', port: real };
      },
    });
    admin = createApiClient(cluster, cluster.token('admin'));
    const base = '/api/v1/namespaces/default';
    await admin.create(`${base}/services`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'lumen' },
      spec: { selector: { app: 'lumen' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    await admin.create(`${base}/endpoints`, {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'lumen' },
      subsets: [{ addresses: [{ ip: '10.1.0.5' }], ports: [{ name: 'http', port: 8080 }] }],
    });
    await admin.create('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n1' },
    });
    await admin.merge('/api/v1/nodes/n1/status', {
      status: {
        addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      },
    });
    await admin.create(`${base}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: {
        nodeName: 'n1',
        containers: [
          { name: 'main', image: 'x' },
          { name: 'side', image: 'x' },
        ],
      },
    });
  });

  afterAll(async () => {
    admin.close();
    closers.forEach(close => close());
    await cluster.close();
  });

  const proxy = '/api/v1/namespaces/default/services/http:lumen:80/proxy';

  it('reaches a pod through its Service, path and query as they were, the token kept back', async () => {
    const seen: unknown[] = [];
    answer = (request, response) => {
      seen.push([
        request.method,
        request.url,
        request.headers.authorization,
        request.headers['x-lumen-token'],
      ]);
      response.writeHead(203, { 'Content-Type': 'application/json', 'X-From': 'pod' });
      response.end('{"ok":true}');
    };
    const { code, headers, body } = await admin.get(`${proxy}/v1/commits?source=a%2Fb`, {
      'X-Lumen-Token': 'secret',
    });
    expect([code, headers['x-from'], body]).toEqual([203, 'pod', { ok: true }]);
    expect(seen).toEqual([['GET', '/v1/commits?source=a%2Fb', undefined, 'secret']]);
  });

  it('passes bodies on', async () => {
    answer = (request, response) => void request.pipe(response);
    const { body } = await admin.send(`${proxy}/echo`, {
      method: 'POST',
      body: 'hello',
      headers: { 'Content-Type': 'text/plain' },
    });
    expect(body).toBe('hello');
  });

  it('passes an answer on line by line', async () => {
    let goOn = () => {};
    answer = (_request, response) => {
      response.write('first\n');
      goOn = () => void response.end('second\n');
    };
    const message = await admin.open(`${proxy}/stream`);
    const lines: string[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) {
      lines.push(chunk.toString());
      goOn();
    }
    expect(lines).toEqual(['first\n', 'second\n']);
  });

  it('says what is missing: port, endpoints, a process that listens', async () => {
    const wrong = await admin.get('/api/v1/namespaces/default/services/lumen:metrics/proxy/');
    expect([wrong.code, wrong.body.message]).toEqual([
      503,
      'no service port "metrics" found for service "lumen"',
    ]);
    const none = await admin.get('/api/v1/namespaces/default/services/kubernetes/proxy/');
    expect([none.code, none.body.message]).toEqual([
      503,
      'no endpoints available for service "kubernetes"',
    ]);
    const absent = await admin.get('/api/v1/namespaces/default/services/nothing/proxy/');
    expect([absent.code, absent.body.message]).toEqual([404, 'services "nothing" not found']);
    await admin.merge('/api/v1/namespaces/default/endpoints/lumen', {
      subsets: [{ addresses: [{ ip: '10.1.0.6' }], ports: [{ name: 'http', port: 8080 }] }],
    });
    const dead = await admin.get(`${proxy}/`);
    await admin.merge('/api/v1/namespaces/default/endpoints/lumen', {
      subsets: [{ addresses: [{ ip: '10.1.0.5' }], ports: [{ name: 'http', port: 8080 }] }],
    });
    expect([dead.code, dead.body.message]).toEqual([
      503,
      'error trying to reach service: dial tcp 10.1.0.6:8080: connect: connection refused',
    ]);
  });

  it('lets nobody through without the right', async () => {
    const viewer = createApiClient(cluster, cluster.token('viewer'));
    const { code, body } = await viewer.get(`${proxy}/`);
    viewer.close();
    expect(code).toBe(403);
    expect(body.message).toContain('cannot get resource "services/proxy" in API group ""');
  });

  it('asks the kubelet of the pod for its log', async () => {
    const seen: unknown[] = [];
    kubelet = (request, response) => {
      seen.push(request.url);
      response.end('a line\n');
    };
    const { code, headers, body } = await admin.get(
      '/api/v1/namespaces/default/pods/web/log?container=main&tailLines=5'
    );
    expect([code, headers['content-type'], body]).toEqual([200, 'text/plain', 'a line\n']);
    expect(seen).toEqual(['/containerLogs/default/web/main?tailLines=5']);
  });

  it('wants to know which container, and knows which there are', async () => {
    const path = '/api/v1/namespaces/default/pods/web/log';
    const unnamed = await admin.get(path);
    expect([unnamed.code, unnamed.body.message]).toEqual([
      400,
      'a container name must be specified for pod web, choose one of: [main side]',
    ]);
    const wrong = await admin.get(`${path}?container=x`);
    expect([wrong.code, wrong.body.message]).toEqual([400, 'container x is not valid for pod web']);
  });

  it("gives the kubelet's refusal in the kubelet's words", async () => {
    kubelet = (_request, response) => {
      response.writeHead(400);
      response.end('container "main" in pod "web" is waiting to start: ContainerCreating');
    };
    const { code, body } = await admin.get(
      '/api/v1/namespaces/default/pods/web/log?container=main'
    );
    expect([code, body.reason, body.message]).toEqual([
      400,
      'BadRequest',
      'container "main" in pod "web" is waiting to start: ContainerCreating',
    ]);
  });
});
