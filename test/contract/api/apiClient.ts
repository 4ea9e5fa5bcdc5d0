import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import type { KubernetesObject, ObjectMeta } from '../../../src/core/kubernetes/object.ts';

/** Whatever an API server answers, with the fields that tests look into. */
export interface Body extends KubernetesObject {
  metadata: ObjectMeta & { continue?: string; remainingItemCount?: number };
  items: KubernetesObject[];
  message: string;
  details: { causes: { reason?: string; field?: string; message?: string }[] };
  status: Record<string, unknown>;
}

export interface Reply {
  code: number;
  headers: IncomingHttpHeaders;
  /** Parsed where it is JSON, else the text. */
  body: Body;
}

export interface Asked {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Raw requests as one user: answers of any status come back, nothing is thrown. */
export interface ApiClient {
  send(path: string, asked?: Asked): Promise<Reply>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  create(path: string, body: unknown): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  merge(path: string, body: unknown): Promise<Reply>;
  json(path: string, body: unknown): Promise<Reply>;
  apply(path: string, manager: string, body: unknown, query?: string): Promise<Reply>;
  remove(path: string, body?: unknown): Promise<Reply>;
  /** The answer's head; its body is unread. */
  open(path: string, headers?: Record<string, string>): Promise<IncomingMessage>;
  close(): void;
}

export function createApiClient(world: { url: string; ca: string }, token?: string): ApiClient {
  const agent = new Agent({ keepAlive: true, ca: world.ca });

  function start(path: string, { method = 'GET', body, headers }: Asked): Promise<IncomingMessage> {
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    const text = body === undefined ? undefined : isText ? (body as string) : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = requestHttps(
        world.url + path,
        {
          agent,
          method,
          headers: {
            Accept: 'application/json',
            'User-Agent': 'contract/1',
            ...(token && { Authorization: `Bearer ${token}` }),
            ...(text !== undefined && {
              'Content-Type': 'application/json',
              // A body whose length is not told goes in chunks.
              ...(!headers?.['Transfer-Encoding'] && { 'Content-Length': Buffer.byteLength(text) }),
            }),
            ...headers,
          },
        },
        resolve
      );
      request.on('error', reject);
      request.end(text);
    });
  }

  async function send(path: string, asked: Asked = {}): Promise<Reply> {
    const message = await start(path, asked);
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    // Its kind is no guide: the API server calls the list of OpenAPI documents plain text.
    const isJson = text.startsWith('{');
    return {
      code: message.statusCode ?? 0,
      headers: message.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }

  const patch = (type: string) => (path: string, body: unknown) =>
    send(path, { method: 'PATCH', body, headers: { 'Content-Type': type } });

  return {
    send,
    get: (path, headers) => send(path, { headers }),
    create: (path, body) => send(path, { method: 'POST', body }),
    put: (path, body) => send(path, { method: 'PUT', body }),
    merge: patch('application/merge-patch+json'),
    json: patch('application/json-patch+json'),
    apply: (path, manager, body, query = '') =>
      patch('application/apply-patch+yaml')(`${path}?fieldManager=${manager}${query}`, body),
    remove: (path, body) => send(path, { method: 'DELETE', body }),
    open: (path, headers) => start(path, { headers }),
    close: () => agent.destroy(),
  };
}
