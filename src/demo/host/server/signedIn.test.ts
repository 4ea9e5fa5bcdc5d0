import 'reflect-metadata';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { stringify } from 'yaml';
import { makeCertificate } from '../../cluster/certificate.ts';
import { readKubeconfigClusters } from '../../kubeconfigClusters.ts';
import type { Host } from './host.ts';
import { startHost } from './host.ts';

/** As the API server saw it: who its certificate named, and which token it brought. */
interface Seen {
  url?: string;
  certificate?: string;
  authorization?: string;
  origin?: string;
}

let folder: string;
let api: Server;
let host: Host;
const seen: Seen[] = [];
const config = {
  'current-context': 'by-certificate',
  contexts: [] as object[],
  clusters: [] as object[],
  users: [] as object[],
};

function add(name: string, cluster: object, user: object): void {
  config.contexts.push({ name, context: { cluster: name, user: name } });
  config.clusters.push({ name, cluster });
  config.users.push({ name, user });
}

async function clientCertificate(): Promise<{ cert: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=anna',
    keys: keys as Parameters<typeof X509CertificateGenerator.createSelfSigned>[0]['keys'],
    signingAlgorithm: algorithm,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert: certificate.toString('pem'),
    key: PemConverter.encode(key, PemConverter.PrivateKeyTag),
  };
}

/** A plugin that counts its runs and gives a token of that number, until it is told to fail. */
const plugin = (at: string) => `
if [ -e ${at}/locked ]; then echo "log in first" >&2; exit 1; fi
echo run >> ${at}/runs
echo "{\\"status\\": {\\"token\\": \\"token-$(wc -l < ${at}/runs | tr -d ' ')\\"}}"
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-signed-in-'));
  await writeFile(join(folder, 'index.html'), '<div id="root"></div>');
  await writeFile(join(folder, 'plugin.sh'), plugin(folder));
  const [serving, client] = await Promise.all([makeCertificate(), clientCertificate()]);
  const see = ({ url, headers, socket }: IncomingMessage) => {
    const tls = socket as TLSSocket;
    const certificate = tls.authorized ? String(tls.getPeerCertificate().subject.CN) : undefined;
    const { authorization, origin } = headers;
    seen.push({ url, certificate, authorization, origin });
  };
  api = createServer(
    {
      cert: serving.cert,
      key: serving.key,
      ca: client.cert,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (incoming, response) => {
      see(incoming);
      const isReview = incoming.url?.endsWith('selfsubjectreviews');
      const isRefused = incoming.headers.authorization === 'Bearer token-1';
      response.writeHead(isRefused ? 401 : 200, {
        'content-type': 'application/json',
        'set-cookie': 'of=the cluster',
      });
      response.end(isReview ? '{"status":{"userInfo":{"username":"anna"}}}' : '{}');
    }
  );
  const sockets = new WebSocketServer({ noServer: true });
  api.on('upgrade', (incoming: IncomingMessage, socket, head) => {
    see(incoming);
    sockets.handleUpgrade(incoming, socket, head, ws => ws.send('hello'));
  });
  await new Promise<void>(resolve => {
    api.listen(0, '127.0.0.1', resolve);
  });
  const server = `https://127.0.0.1:${(api.address() as AddressInfo).port}/behind/a/path`;
  const ca = Buffer.from(serving.ca).toString('base64');
  const cluster = { server, 'certificate-authority-data': ca };
  await writeFile(join(folder, 'client.pem'), client.cert);
  await writeFile(join(folder, 'client.key'), client.key);
  add('by-certificate', cluster, {
    'client-certificate': 'client.pem',
    'client-key': 'client.key',
  });
  add('by-token', cluster, { token: 'secret-of-the-file' });
  add('by-plugin', cluster, { exec: { command: 'sh', args: ['./plugin.sh'] } });
  add('untrusted', { server }, { token: 'secret-of-the-file' });
  await writeFile(join(folder, 'config'), stringify(config));
  const { clusters, leftOut } = await readKubeconfigClusters(join(folder, 'config'));
  expect(leftOut).toEqual([]);
  host = await startHost({ ui: folder, plugins: [], clusters });
});

afterAll(async () => {
  await host?.close();
  api?.closeAllConnections();
  await new Promise(resolve => api.close(resolve));
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  seen.length = 0;
});

/** As a browser sends it from a page of the host; what a test gives instead wins. */
function send(path: string, method = 'GET', headers: Record<string, string> = {}) {
  return new Promise<{ status?: number; headers: IncomingMessage['headers']; text: string }>(
    (resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port: host.port, path, method, headers },
        async answer => {
          let text = '';
          for await (const chunk of answer) text += String(chunk);
          resolve({ status: answer.statusCode, headers: answer.headers, text });
        }
      );
      outgoing.on('error', reject);
      outgoing.end();
    }
  );
}

const messageOf = ({ text }: { text: string }) => (JSON.parse(text) as { message: string }).message;

describe('a host in front of the clusters of a kubeconfig', () => {
  it('asks as the client certificate says, below the path of the server', async () => {
    const answer = await send('/clusters/by-certificate/api/v1/pods');
    expect(answer.status).toBe(200);
    expect(seen).toEqual([{ url: '/behind/a/path/api/v1/pods', certificate: 'anna' }]);
  });

  it('asks with the token of the file, whatever a page sends of its own', async () => {
    await send('/clusters/by-token/api', 'GET', {
      authorization: 'Bearer other',
      cookie: 'headlamp-auth-by-token.0=other',
    });
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer secret-of-the-file']);
  });

  it('asks an exec plugin, again after a refusal, and says what it says', async () => {
    const path = '/clusters/by-plugin/api';
    const refused = await send(path);
    expect(refused.status).toBe(502);
    expect(messageOf(refused)).toContain('does not accept the credentials of the kubeconfig');
    expect((await send(path)).status).toBe(200);
    expect((await send(path)).status).toBe(200);
    expect(seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-2',
    ]);
    expect(await readFile(join(folder, 'runs'), 'utf8')).toBe('run\nrun\n');
  });

  it('says why there are no credentials, and the other clusters go on', async () => {
    await writeFile(join(folder, 'locked'), '');
    const { clusters } = await readKubeconfigClusters(join(folder, 'config'));
    const own = await startHost({ ui: folder, plugins: [], clusters });
    const failed = await fetch(`${own.url}/clusters/by-plugin/api`);
    expect([failed.status, ((await failed.json()) as { message: string }).message]).toEqual([
      502,
      expect.stringContaining('could not be asked: exec plugin sh: exit code 1: log in first'),
    ]);
    expect((await fetch(`${own.url}/clusters/by-token/api`)).status).toBe(200);
    await own.close();
    await rm(join(folder, 'locked'));
  });

  it('does not talk to a server that the kubeconfig does not vouch for', async () => {
    const answer = await send('/clusters/untrusted/api');
    expect([answer.status, seen]).toEqual([502, []]);
  });

  it('keeps every credential to itself', async () => {
    const visit = await send('/');
    const config = await send('/config');
    for (const { text, headers } of [visit, config]) {
      expect(text + JSON.stringify(headers)).not.toMatch(/secret-of-the-file|token-\d|PRIVATE/);
    }
    expect(visit.headers['set-cookie']?.join()).not.toContain('headlamp-auth');
  });

  it('says who the user is without a sign-in, and neither signs in nor out', async () => {
    expect(JSON.parse((await send('/clusters/by-certificate/me')).text)).toEqual({
      username: 'anna',
    });
    const path = '/clusters/by-certificate/set-token';
    const out = await send(path, 'POST', { origin: host.url });
    expect([out.status, out.headers['set-cookie'], messageOf(out)]).toEqual([
      403,
      undefined,
      'Requests to cluster by-certificate go as the user of the kubeconfig: nobody signs in or out here.',
    ]);
  });

  it.each([
    ['a page of its own', () => ({ origin: host.url }), 200],
    ['one that says so by Fetch Metadata', () => ({ 'sec-fetch-site': 'same-origin' }), 200],
    ['nobody knows whom', () => ({}), 403],
    ['a page without an origin', () => ({ origin: 'null' }), 403],
    ['a page of another port', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['another name for this machine', () => ({ host: `evil.example:${host.port}` }), 403],
  ])('lets %s change something only as it should', async (_, headers, status) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await send('/clusters/by-token/api/v1/pods', method, headers())).status).toBe(status);
    }
    expect(seen).toHaveLength(status === 200 ? 4 : 0);
  });

  it('refuses links from other pages straight into a cluster, and what answers there runs as nobody', async () => {
    const path = '/clusters/by-token/api/v1/namespaces/a/services/b/proxy/';
    const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    expect((await send('/c/by-token', 'GET', link)).status).toBe(200);
    expect((await send(path, 'GET', link)).status).toBe(403);
    const { headers } = await send(path);
    expect([headers['content-security-policy'], headers['set-cookie']]).toEqual([
      'sandbox',
      undefined,
    ]);
  });

  it('tunnels WebSockets of its own pages only', async () => {
    const url = `ws://127.0.0.1:${host.port}/clusters/by-certificate/api/v1/pods?watch=1`;
    const outcome = (headers: Record<string, string>) =>
      new Promise<string>(resolve => {
        const socket = new WebSocket(url, 'base64.binary.k8s.io', { headers });
        socket.on('error', error => resolve(error.message));
        socket.on('message', message => {
          resolve(String(message));
          socket.close();
        });
      });
    const refusal = 'Unexpected server response: 403';
    expect(await outcome({ origin: host.url })).toBe('hello');
    expect(await outcome({ origin: 'http://127.0.0.1:1' })).toBe(refusal);
    expect(await outcome({})).toBe(refusal);
    expect(await outcome({ origin: host.url, host: `evil.example:${host.port}` })).toBe(refusal);
    const origin = `https://127.0.0.1:${(api.address() as AddressInfo).port}`;
    expect(seen).toEqual([
      { url: '/behind/a/path/api/v1/pods?watch=1', certificate: 'anna', origin },
    ]);
  });
});
