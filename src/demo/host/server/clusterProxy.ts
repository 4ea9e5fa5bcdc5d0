import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { sendFailure } from './answer.ts';
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

/** Hands requests of the UI on to one API server, as the user whose token the browser holds. */
export interface ClusterProxy {
  forward(request: IncomingMessage, response: ServerResponse, path: string): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): void;
  close(): void;
}

export function createClusterProxy(cluster: {
  name: string;
  server: string;
  ca?: string;
}): ClusterProxy {
  const server = new URL(cluster.server);
  const isTls = server.protocol === 'https:';
  const agent = isTls
    ? new https.Agent({ keepAlive: true, ca: cluster.ca })
    : new http.Agent({ keepAlive: true });
  const tunnels = new Set<Duplex>();

  const open = (request: IncomingMessage, path: string, extra: OutgoingHttpHeaders) => {
    const headers: OutgoingHttpHeaders = { ...request.headers, ...extra };
    for (const name of notForwarded) if (!(name in extra)) delete headers[name];
    for (const name of Object.keys(headers))
      if (name.startsWith('sec-fetch-')) delete headers[name];
    const token = tokenOf(request, cluster.name);
    if (token && !headers.authorization) headers.authorization = `Bearer ${token}`;
    return (isTls ? https : http).request(new URL(path, server), {
      method: request.method,
      headers,
      agent,
    });
  };

  return {
    forward(request, response, path) {
      // A body of unknown length stays one: chunked in, chunked out.
      const chunked = request.headers['transfer-encoding'];
      const upstream = open(request, path, chunked ? { 'transfer-encoding': chunked } : {});
      upstream.on('response', answer => {
        const headers = { ...answer.headers };
        for (const name of ['connection', 'keep-alive', 'transfer-encoding']) delete headers[name];
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
        // The head at once: a watch may have nothing to say for minutes.
        response.flushHeaders();
        pipeline(answer, response, () => {});
      });
      upstream.on('error', error => {
        sendFailure(
          response,
          502,
          'BadGateway',
          `The API server of cluster ${cluster.name} (${cluster.server}) did not answer: ${error.message}`
        );
      });
      // Only of a browser that went away: after a whole answer the connection belongs to the next request.
      response.on('close', () => {
        if (!response.writableFinished) upstream.destroy();
      });
      request.pipe(upstream);
    },

    upgrade(request, socket, head, path) {
      const upstream = open(request, path, { connection: 'Upgrade', upgrade: 'websocket' });
      const refuse = (status: string) => {
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      };
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

function headText(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ''}`];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
