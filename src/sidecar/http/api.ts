import { type Context, Hono } from 'hono';
import { tokenHeader } from '../../protocol/commits.ts';
import type { Log } from '../log.ts';
import type { AccessToken } from './accessToken.ts';
import { type Answer, toFailure } from './answer.ts';
import { createGate } from './gate.ts';
import { isWithinRate } from './rate.ts';
import { respond } from './respond.ts';
import { answerRoute, type Route, routes, type RouteSources } from './routes.ts';

export interface ApiOptions extends RouteSources {
  access: AccessToken;
  log: Log;
  now?: () => number;
  limits?: Partial<ApiLimits>;
}

/** Milliseconds, but for the two counts. */
interface ApiLimits {
  /** Until an answer begins. */
  begin: number;
  /** Heavy requests that are answered at once, and those that wait for a place. */
  places: number;
  waiting: number;
  patience: number;
  stall: number;
  whole: number;
}

const usual: ApiLimits = {
  begin: 30_000,
  places: 8,
  waiting: 64,
  patience: 10_000,
  stall: 30_000,
  whole: 300_000,
};

/** The sidecar's own API, as the plugin reaches it through the service proxy. */
export function createApi(options: ApiOptions): Hono {
  const { access, metrics, log, now = Date.now } = options;
  const limits = { ...usual, ...options.limits };
  const app = new Hono();
  const isWithin = isWithinRate({ count: 200, window: 1000 }, now);
  const gate = createGate(limits);

  async function answer(route: Route, context: Context, release: () => void): Promise<Response> {
    const { signal } = context.req.raw;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), limits.begin);
    const ended = metrics.request(route.path);
    const finish = (status: number, error?: Error) => {
      release();
      ended(status);
      if (error && !signal.aborted) {
        log.error('answer cut off', { route: route.path, error: error.message });
      }
    };
    let said: Answer;
    try {
      const query = new URL(context.req.url).searchParams;
      said = await answerRoute(
        route,
        { query, signal: AbortSignal.any([signal, late.signal]) },
        options
      );
    } catch (error) {
      if (!signal.aborted) {
        log.error('no answer', { route: route.path, error: String(error) });
      }
      const seconds = limits.begin / 1000;
      said = toFailure(
        late.signal.aborted
          ? { code: 'unavailable', message: `there was no answer within ${seconds} s` }
          : { code: 'internal', message: 'the sidecar failed: its log says why' }
      );
    }
    // A stream takes as long as its reader: it has bounds of its own.
    clearTimeout(timer);
    return respond(said, {
      accepts: context.req.header('Accept-Encoding') ?? '',
      known: context.req.header('If-None-Match') ?? '',
      limits,
      onEnd: finish,
    });
  }

  const isAdmitted = (context: Context) => access.admits(context.req.header(tokenHeader));

  for (const route of routes) {
    app.get(route.path, async (context, next) => {
      // Hono answers HEAD by way of GET, and nobody would ever take the stream.
      if (context.req.method !== 'GET') return next();
      if (route.isOpen) return answer(route, context, () => {});
      if (!(await isAdmitted(context))) return context.text('', 401);
      if (!isWithin()) return busy();
      if (!route.isHeavy) return answer(route, context, () => {});
      const release = await gate.enter(context.req.raw.signal);
      return release ? answer(route, context, release) : busy();
    });
  }
  app.notFound(async context => {
    // Nothing tells a stranger which routes there are; a newer plugin is told that this one is not.
    if (!(await isAdmitted(context))) return context.text('', 401);
    const { method, path } = context.req;
    const message = `${method} ${path}: this sidecar has no such route`;
    return plain(toFailure({ code: 'not-found', message, missing: 'route' }));
  });
  app.onError((error, context) => {
    log.error('no answer', { path: context.req.path, error: error.message });
    return context.text('', 500);
  });

  const plain = (said: Answer) =>
    respond(said, { accepts: '', known: '', limits, onEnd: () => {} });
  const busy = () =>
    plain(toFailure({ code: 'busy', message: 'too many requests at once: ask again in a moment' }));
  return app;
}
