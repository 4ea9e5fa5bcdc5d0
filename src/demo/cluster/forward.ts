import { type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Api } from './api.ts';
import { type Target, unavailable } from './targets.ts';

/** Somebody else's answer, passed on. */
export interface Proxied {
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

interface Destination extends Target {
  scheme: 'http' | 'https';
  /** With its query. */
  path: string;
  /** What stood before the path, for links that lead back. */
  prefix: string;
}

/** What is meant for the API server or for this connection only. */
const withheld = new Set([
  'authorization',
  'connection',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Passes requests on, body and answer as streams: nothing is held back. The caller's token stays here. */
export function forwardTo(api: Api, destination: Destination): Proxied {
  const { scheme, address, port, path, prefix } = destination;
  const real = api.dial(address, port);

  function open(request: IncomingMessage, extra: Record<string, string> = {}) {
    const headers = Object.entries(request.headers).filter(
      ([name]) => !withheld.has(name) && !name.startsWith('impersonate-')
    );
    const send = scheme === 'https' ? requestHttps : requestHttp;
    return send({
      ...real,
      method: request.method,
      path,
      agent: false,
      // The API server does not verify whom it proxies to.
      rejectUnauthorized: false,
      headers: {
        ...Object.fromEntries(headers),
        ...extra,
        host: `${address}:${port}`,
        'x-forwarded-uri': `${prefix}${path}`,
        'x-forwarded-proto': 'https',
      },
    });
  }

  const refused = (why: string) =>
    unavailable(`error trying to reach service: dial tcp ${address}:${port}: ${why}`);

  return {
    request(request, response) {
      if (!real) throw refused('connect: connection refused');
      const hasBody =
        request.headers['content-length'] !== undefined ||
        request.headers['transfer-encoding'] !== undefined;
      return new Promise((resolve, reject) => {
        const outgoing = open(request);
        outgoing.on('error', error => reject(refused(error.message)));
        outgoing.on('response', incoming => {
          const headers = Object.entries(incoming.headers).filter(([name]) => !withheld.has(name));
          response.writeHead(incoming.statusCode ?? 502, Object.fromEntries(headers));
          response.flushHeaders();
          incoming.pipe(response);
          incoming.on('error', () => response.destroy());
          incoming.on('end', resolve);
          incoming.on('close', resolve);
        });
        response.on('close', () => outgoing.destroy());
        if (hasBody) request.pipe(outgoing);
        else outgoing.end();
      });
    },
    upgrade(request, socket, head) {
      if (!real) throw refused('connect: connection refused');
      const outgoing = open(request, {
        connection: 'Upgrade',
        upgrade: String(request.headers.upgrade ?? ''),
      });
      outgoing.on('error', () => socket.destroy());
      outgoing.on('response', () => socket.destroy());
      outgoing.on('upgrade', (incoming, upstream, upstreamHead) => {
        const lines = Object.entries(incoming.headers).map(
          ([name, value]) => `${name}: ${String(value)}`
        );
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
        if (upstreamHead.length) socket.write(upstreamHead);
        if (head.length) upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
        upstream.on('error', () => socket.destroy());
        socket.on('close', () => upstream.destroy());
      });
      outgoing.end();
    },
  };
}
