import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { clockOffset } from '../../core/kubernetes/clockOffset.ts';
import { createAgent } from './agent.ts';
import { ApiError } from './apiError.ts';
import type { ClusterAccess } from './clusterAccess.ts';

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path, made by `resourcePath` of core. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON (which is YAML too, so server-side apply takes it). */
  body?: unknown;
  /** `application/json` unless told; a patch names its own. */
  contentType?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Milliseconds for the whole answer, or for its head where it is opened; 30,000 unless told. */
  timeout?: number;
}

export interface KubernetesClient {
  /** The parsed answer. Throws `ApiError` from status 400 on, and whatever the network throws. */
  request<T>(request: ApiRequest): Promise<T>;
  /** The answer's head as soon as it is there, its body unread: watches and logs. Throws as `request` does. */
  open(request: ApiRequest): Promise<IncomingMessage>;
  /** The API server's time in milliseconds, by its newest answer: our own clock may be minutes off. */
  now(): number;
  /** Ends every open connection. */
  close(): void;
}

const bodyLimit = 512 * 1024 * 1024;

/** A client of one API server as one user. Connections are kept open and used again until `close`. */
export function createClient(access: ClusterAccess): KubernetesClient {
  const base = new URL(access.server);
  const agent = createAgent(access);
  let offset = 0;
  const send = base.protocol === 'https:' ? requestHttps : requestHttp;

  async function head(asked: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const method = asked.method ?? 'GET';
    const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
    const token = await access.token?.();
    const headers = {
      Accept: 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined
        ? {}
        : {
            'Content-Type': asked.contentType ?? 'application/json',
            'Content-Length': String(Buffer.byteLength(body)),
          }),
      ...asked.headers,
    };
    const path = base.pathname.replace(/\/$/, '') + asked.path + toQuery(asked.query);
    const sent = Date.now();
    const once = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const outgoing = send(
          {
            host: base.hostname.replace(/^\[|\]$/g, ''),
            port: base.port,
            path,
            method,
            headers,
            agent,
            signal,
          },
          resolve
        );
        outgoing.on('error', error => {
          reject(Object.assign(error, { onReusedSocket: outgoing.reusedSocket }));
        });
        outgoing.end(body);
      });
    try {
      const message = await once();
      const date = Date.parse(message.headers.date ?? '');
      if (date) offset = clockOffset({ sent, received: Date.now(), date });
      return message;
    } catch (error) {
      // A kept connection that the server closed just now: nobody saw the request, and a read may be asked again.
      const { code, onReusedSocket } = error as { code?: string; onReusedSocket?: boolean };
      const mayRetry = code === 'ECONNRESET' && onReusedSocket && method === 'GET';
      if (mayRetry && !signal.aborted) return once();
      if (signal.aborted) throw signal.reason;
      if (error instanceof Error) error.message = `${access.server}: ${error.message}`;
      throw error;
    }
  }

  async function answerOf(asked: ApiRequest, isWhole: boolean): Promise<IncomingMessage | string> {
    const timeout = asked.timeout ?? 30_000;
    const name = `${asked.method ?? 'GET'} ${asked.path}`;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(new Error(`${name}: no answer from ${access.server} within ${timeout} ms`));
    }, timeout);
    const cancel = () => controller.abort(asked.signal?.reason);
    if (asked.signal?.aborted) cancel();
    asked.signal?.addEventListener('abort', cancel);
    const done = () => {
      clearTimeout(timer);
      asked.signal?.removeEventListener('abort', cancel);
    };
    try {
      const message = await head(asked, controller.signal);
      const status = message.statusCode ?? 0;
      if (status < 400 && !isWhole) {
        clearTimeout(timer);
        message.once('close', done);
        return message;
      }
      const answer = await readAll(message).catch(error => {
        throw controller.signal.aborted ? controller.signal.reason : error;
      });
      done();
      if (status >= 400) throw new ApiError(status, answer, name);
      return answer;
    } catch (error) {
      done();
      throw error;
    }
  }

  return {
    async request<T>(asked: ApiRequest): Promise<T> {
      const answer = (await answerOf(asked, true)) as string;
      return (answer === '' ? undefined : JSON.parse(answer)) as T;
    },
    async open(asked) {
      return (await answerOf(asked, false)) as IncomingMessage;
    },
    now: () => Date.now() + offset,
    close: () => agent.destroy(),
  };
}

function toQuery(query: ApiRequest['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) params.append(name, String(value));
  }
  return params.size ? `?${params}` : '';
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) {
      message.destroy();
      throw new Error(`an answer of more than ${bodyLimit} bytes was cut off`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
