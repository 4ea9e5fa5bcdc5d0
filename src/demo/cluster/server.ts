import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { gzip } from 'node:zlib';
import type { Api } from './api.ts';
import { authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import type { Call } from './call.ts';
import { dispatch } from './dispatch.ts';
import { Failure } from './failure.ts';
import { answerPath } from './paths.ts';
import { proxiedOf } from './proxy.ts';
import { readRequestBody } from './requestBody.ts';
import { type RequestInfo, requestInfoOf } from './requestInfo.ts';
import type { User } from './users.ts';
import { prepareWatch } from './verbs/watch.ts';
import { chunkedSink, webSocketSink } from './watchSinks.ts';

const compressFrom = 128 * 1024;

interface Asked {
  url: URL;
  info: RequestInfo;
  user: User;
}

/** Answers the requests of one API server. */
export function createHandlers(api: Api) {
  function understand(request: IncomingMessage): Asked {
    const url = new URL((request.url ?? '/').replace(/^\/+/, '/'), 'https://cluster');
    const info = requestInfoOf(request.method ?? 'GET', url.pathname, url.searchParams);
    const user = authenticate(api, request.headers, info);
    authorize(api, user, info);
    return { url, info, user };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Audit-Id', randomUUID());
    response.setHeader('Cache-Control', 'no-cache, private');
    const { url, info, user } = understand(request);
    if (!info.resource) {
      const answer = answerPath(api, url.pathname, request);
      return answer
        ? respond(request, response, answer.code ?? 200, answer.body, answer.contentType)
        : respondUnknown(response);
    }
    const proxied = proxiedOf(api, info.resource, url);
    if (proxied) return proxied.request(request, response);
    const call = callOf(request, info, user, url, response);
    if (!call) return respondUnknown(response);
    if (info.verb === 'watch') {
      prepareWatch(call)(chunkedSink(response));
      return;
    }
    const answer = await dispatch(call);
    if (!answer) return respondUnknown(response);
    return respond(request, response, answer.code, answer.body);
  }

  function callOf(
    request: IncomingMessage,
    info: RequestInfo,
    user: User,
    url: URL,
    response?: ServerResponse
  ): Call | undefined {
    const at = info.resource!;
    const type = api.catalog.find(at.group, at.version, at.plural);
    if (!type) return undefined;
    // A namespace's own path holds its name twice over.
    const namespace = type.namespaced ? at.namespace : '';
    if (type.namespaced !== true && at.namespace && at.plural !== 'namespaces') return undefined;
    const warn = (text: string) => response?.appendHeader('Warning', warningOf(text));
    if (type.deprecationWarning) warn(type.deprecationWarning);
    return {
      api,
      user,
      verb: info.verb,
      at: { ...at, namespace },
      type,
      query: url.searchParams,
      headers: request.headers,
      body: () => readRequestBody(request),
      warn,
    };
  }

  return {
    request(request: IncomingMessage, response: ServerResponse): void {
      handle(request, response).catch(error => {
        if (response.headersSent) {
          response.destroy();
          return;
        }
        const { status } = toFailure(api, request, error);
        if (status.code === 413) response.setHeader('Connection', 'close');
        respond(request, response, status.code, status);
      });
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy());
      try {
        const { url, info, user } = understand(request);
        const proxied = info.resource && proxiedOf(api, info.resource, url);
        if (proxied) {
          proxied.upgrade(request, socket, head);
          return;
        }
        const call = info.resource && callOf(request, info, user, url);
        if (!call || info.verb !== 'watch') {
          throw new Failure(
            400,
            'BadRequest',
            'only watches and proxies are served over WebSocket'
          );
        }
        const start = prepareWatch(call);
        webSocketSink(request, socket, head, start);
      } catch (error) {
        const { status } = toFailure(api, request, error);
        const body = JSON.stringify(status);
        socket.end(
          `HTTP/1.1 ${status.code} ${
            status.reason ?? 'Error'
          }\r\nContent-Type: application/json\r\n` +
            `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
        );
      }
    },
  };
}

function toFailure(api: Api, request: IncomingMessage, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const text = error instanceof Error ? error.stack ?? error.message : String(error);
  if (!request.destroyed) api.log(`${request.method} ${request.url}: ${text}`);
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ message }],
  });
}

/** As the API server answers a path that names nothing. */
function respondUnknown(response: ServerResponse): void {
  response.writeHead(404, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end('404 page not found\n');
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  body: unknown,
  contentType = 'application/json'
): void {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  response.statusCode = code;
  response.setHeader('Content-Type', contentType);
  const accepts = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  if (!accepts || text.length < compressFrom) {
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
    return;
  }
  gzip(text, { level: 1 }, (error, bytes) => {
    if (error) return response.destroy();
    response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Vary', 'Accept-Encoding');
    response.end(bytes);
  });
}

function warningOf(text: string): string {
  // A header holds one line of plain characters.
  const plain = text.replace(/[^\x20-\x7e]/g, ' ').replace(/["\\]/g, '\\$&');
  return `299 - "${plain.slice(0, 1024)}"`;
}
