import { Hono } from 'hono';
import {
  type Commit,
  type CommitsAnswer,
  commitsRoute,
  tokenHeader,
} from '../../protocol/commits.ts';
import type { ErrorAnswer } from '../../protocol/error.ts';
import type { AccessToken } from './accessToken.ts';
import { isWithinRate } from './rate.ts';

export interface ApiOptions {
  access: AccessToken;
  /** Whether the API server has been reached. */
  isReady(): boolean;
  commit(namespace: string, name: string, revision: string): Promise<Commit | undefined>;
  now?: () => number;
}

type Handler = (query: URLSearchParams) => Promise<Answer>;

interface Answer {
  status: 200 | 400 | 404 | 503;
  body: unknown;
}

/** Every route of the sidecar. Those that are not open need the access token; all are GET. */
export function routesOf({
  commit,
  isReady,
}: ApiOptions): { path: string; isOpen: boolean; handle: Handler }[] {
  return [
    {
      path: '/healthz',
      isOpen: true,
      handle: async () => ({ status: 200, body: { status: 'ok' } }),
    },
    {
      path: '/readyz',
      isOpen: true,
      handle: async () => {
        const ready = isReady();
        return {
          status: ready ? 200 : 503,
          body: { status: ready ? 'ok' : 'waiting for the API server' },
        };
      },
    },
    { path: commitsRoute, isOpen: false, handle: query => commits(query, commit) },
  ];
}

async function commits(query: URLSearchParams, find: ApiOptions['commit']): Promise<Answer> {
  const source = /^([a-z0-9.-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(query.get('source') ?? '');
  const revision = query.get('revision') ?? '';
  if (!source) return failure(400, 'source: must be NAMESPACE/NAME');
  if (!/^[^\s]{1,512}$/.test(revision))
    return failure(400, "revision: must be a source's revision");
  const [, namespace = '', name = ''] = source;
  const commit = await find(namespace, name, revision);
  if (!commit) {
    return failure(404, `${namespace}/${name}: nothing is known of revision ${revision}`);
  }
  const answer: CommitsAnswer = { version: 1, commit };
  return { status: 200, body: answer };
}

function failure(status: 400 | 404 | 503, message: string): Answer {
  const code = ({ 400: 'bad-request', 404: 'not-found', 503: 'unavailable' } as const)[status];
  const body: ErrorAnswer = { version: 1, error: { code, message } };
  return { status, body };
}

/** The sidecar's own API, as the plugin reaches it through the service proxy. */
export function createApi(options: ApiOptions): Hono {
  const app = new Hono();
  const now = options.now ?? Date.now;
  const admitted = isWithinRate({ count: 200, window: 1000 }, now);
  for (const { path, isOpen, handle } of routesOf(options)) {
    app.get(path, async context => {
      if (!isOpen && !(await options.access.admits(context.req.header(tokenHeader)))) {
        return context.text('', 401);
      }
      if (!isOpen && !admitted()) return context.text('', 429);
      const { status, body } = await handle(new URL(context.req.url).searchParams);
      return context.json(body as object, status);
    });
  }
  // Nothing tells a stranger which routes there are.
  app.notFound(context => context.text('', 401));
  app.onError((_error, context) => context.text('', 500));
  return app;
}
