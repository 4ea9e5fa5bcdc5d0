import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { createAgent } from '../../../node/kubernetes/agent.ts';
import { sendFailure } from './answer.ts';
import type { HostedCluster } from './hostedCluster.ts';
import { tokenOf } from './session.ts';

/** Headers of one connection, which a proxy must not hand on, and what only the host may read. */
const notForwarded = [
  'connection',
  'cookie',
  'host',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Headers of an answer that concern one connection, or that a program in the cluster must not set for our pages. */
const notAnswered = ['connection', 'keep-alive', 'set-cookie', 'transfer-encoding'];

/**
 * A page that the service proxy answers would run under our own origin, and act with the rights of whoever looks at
 * it: opened in a browser, it is nobody's.
 */
const asForeign = { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' };

/** Hands requests of the UI on to one API server: as the user whose token the browser holds, or as the cluster's own. */
export interface ClusterProxy {
  forward(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): Promise<void>;
  close(): void;
}

export function createClusterProxy(cluster: HostedCluster): ClusterProxy {
  const server = new URL(cluster.server);
  const base = server.pathname.replace(/\/$/, '');
  const agent = createAgent(cluster);
  const tunnels = new Set<Duplex>();

  const open = async (request: IncomingMessage, path: string, extra: OutgoingHttpHeaders) => {
    const headers: OutgoingHttpHeaders = { ...request.headers, ...extra };
    for (const name of notForwarded) if (!(name in extra)) delete headers[name];
    for (const name of Object.keys(headers))
      if (name.startsWith('sec-fetch-')) delete headers[name];
    if (cluster.signedIn) delete headers.authorization;
    const token = cluster.signedIn ? await cluster.token?.() : tokenOf(request, cluster.name);
    if (token && !headers.authorization) headers.authorization = `Bearer ${token}`;
    const send = server.protocol === 'https:' ? https.request : http.request;
    const upstream = send(new URL(base + path, server), {
      method: request.method,
      headers,
      agent,
    });
    return { upstream, token };
  };

  return {
    async forward(request, response, path) {
      const fail = (error: Error, what = 'did not answer') => {
        sendFailure(
          response,
          502,
          'BadGateway',
          `The API server of cluster ${cluster.name} (${cluster.server}) ${what}: ${error.message}`
        );
      };
      // A body of unknown length stays one: chunked in, chunked out.
      const chunked = request.headers['transfer-encoding'];
      const extra = chunked ? { 'transfer-encoding': chunked } : {};
      const opened = await open(request, path, extra).catch((error: Error) =>
        fail(error, 'could not be asked')
      );
      if (!opened) return;
      const { upstream, token } = opened;
      upstream.on('response', answer => {
        if (cluster.signedIn && answer.statusCode === 401 && !isServiceProxy(path)) {
          answer.resume();
          // As client-go does: this request has failed, the next one goes with another token where there is one.
          cluster.token?.(token).catch(() => {});
          sendFailure(
            response,
            502,
            'BadGateway',
            `The API server of cluster ${cluster.name} (${cluster.server}) does not accept the credentials of the kubeconfig.`
          );
          return;
        }
        const headers: OutgoingHttpHeaders = { ...answer.headers, ...asForeign };
        for (const name of notAnswered) delete headers[name];
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
        // The head at once: a watch may have nothing to say for minutes.
        response.flushHeaders();
        pipeline(answer, response, () => {});
      });
      upstream.on('error', error => fail(error));
      // Only of a browser that went away: after a whole answer the connection belongs to the next request.
      response.on('close', () => {
        if (!response.writableFinished) upstream.destroy();
      });
      request.pipe(upstream);
    },

    async upgrade(request, socket, head, path) {
      const refuse = (status: string) => {
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      };
      // An API server opens no WebSocket for a watch without an origin: its own, since ours means nothing to it.
      const extra = { connection: 'Upgrade', upgrade: 'websocket', origin: server.origin };
      const opened = await open(request, path, extra).catch(() => refuse('502 Bad Gateway'));
      if (!opened) return;
      const { upstream } = opened;
      upstream.on('upgrade', (answer, tunnel: Duplex, first: Buffer) => {
        socket.write(headText(answer));
        if (first.length > 0) socket.write(first);
        if (head.length > 0) tunnel.write(head);
        tunnels.add(tunnel);
        tunnel.on('close', () => tunnels.delete(tunnel));
        // Not one pipeline over both directions: its listeners on one socket pass Node's limit of ten.
        const end = () => {
          tunnel.destroy();
          socket.destroy();
        };
        for (const side of [tunnel, socket]) side.on('error', end).on('close', end);
        tunnel.pipe(socket).pipe(tunnel);
      });
      // Not switched: the status is all that a browser's WebSocket could see, and it hides even that.
      upstream.on('response', answer => {
        answer.resume();
        refuse(`${answer.statusCode} ${answer.statusMessage ?? ''}`);
      });
      upstream.on('error', () => refuse('502 Bad Gateway'));
      socket.on('close', () => upstream.destroy());
      upstream.end();
    },

    close() {
      for (const tunnel of tunnels) tunnel.destroy();
      agent.destroy();
    },
  };
}

/** What answers there is a program in the cluster, with sign-ins of its own. */
const isServiceProxy = (path: string) => /\/proxy([/?]|$)/.test(path);

function headText(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ''}`];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
