import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../cluster/certificate.ts';
import { type LogLine, type LogQuery, printLog } from './logLines.ts';

export interface LogSource {
  /** A container's lines so far, or why there are none. */
  read(at: LogAddress): { lines: LogLine[] } | { status: number; message: string };
  /** Called back when the container may have written more, and at its end; returns its undo. */
  follow(at: LogAddress, onMore: () => void, onEnd: () => void): () => void;
}

export interface LogAddress {
  namespace: string;
  pod: string;
  container: string;
  which: 'current' | 'previous';
}

export interface LogServer {
  /** Undefined until it listens. */
  port(): number | undefined;
  close(): Promise<void>;
}

/** The part of a kubelet's own API that `kubectl logs` needs. */
export function startLogServer(source: LogSource, log?: (line: string) => void): LogServer {
  let server: ReturnType<typeof createServer> | undefined;
  let port: number | undefined;
  const started = makeCertificate().then(({ cert, key }) => {
    server = createServer({ cert, key }, (request, response) => {
      const url = new URL(request.url ?? '/', 'https://kubelet');
      const [, route, ...parts] = url.pathname.split('/').map(decodeURIComponent);
      const [namespace, pod, container] = parts;
      if (
        request.method !== 'GET' ||
        route !== 'containerLogs' ||
        !namespace ||
        !pod ||
        !container
      ) {
        response.writeHead(404).end('404 page not found\n');
        return;
      }
      const which = url.searchParams.get('previous') === 'true' ? 'previous' : 'current';
      const at: LogAddress = { namespace, pod, container, which };
      const query = toQuery(url.searchParams);
      const found = source.read(at);
      if ('status' in found) {
        response.writeHead(found.status, { 'Content-Type': 'text/plain' }).end(found.message);
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.flushHeaders();
      response.write(printLog(found.lines, query));
      if (url.searchParams.get('follow') !== 'true') {
        response.end();
        return;
      }
      let last = found.lines.at(-1);
      const more = () => {
        const now = source.read(at);
        if (!('lines' in now)) return;
        const from = now.lines.findLastIndex(
          line => line.time === last?.time && line.text === last.text
        );
        const lines = now.lines.slice(from + 1);
        last = lines.at(-1) ?? last;
        response.write(printLog(lines, { timestamps: query.timestamps }));
      };
      const stop = source.follow(at, more, () => {
        more();
        response.end();
      });
      response.on('close', stop);
    });
    return new Promise<void>(resolve => {
      server?.listen(0, '127.0.0.1', () => {
        port = (server?.address() as AddressInfo).port;
        resolve();
      });
    });
  });
  started.catch((error: unknown) =>
    log?.(`kubelet: its log server did not start: ${String(error)}`)
  );
  return {
    port: () => port,
    async close() {
      await started.catch(() => {});
      server?.closeAllConnections();
      server?.close();
    },
  };
}

function toQuery(params: URLSearchParams): LogQuery {
  const number = (name: string) => {
    const value = Number(params.get(name) ?? NaN);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const seconds = number('sinceSeconds');
  const time = Date.parse(params.get('sinceTime') ?? '');
  return {
    tailLines: number('tailLines'),
    since:
      seconds === undefined ? (Number.isNaN(time) ? undefined : time) : Date.now() - seconds * 1000,
    timestamps: params.get('timestamps') === 'true',
    limitBytes: number('limitBytes'),
  };
}
