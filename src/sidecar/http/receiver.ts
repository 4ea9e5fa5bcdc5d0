import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Log } from '../log.ts';
import { isWithinRate } from './rate.ts';
import { refusalOf } from './signature.ts';

/** A Receiver as the cluster has it now. */
export interface KnownReceiver {
  namespace: string;
  name: string;
  type: string;
  events: string[];
  isSuspended: boolean;
  isReady: boolean;
  /** Throws where the Secret is not to be read. */
  token(): Promise<string>;
  /** Asks everything that it names to reconcile. Throws where one could not be asked. */
  notify(): Promise<void>;
}

export interface ReceiverOptions {
  find(path: string): Promise<KnownReceiver | undefined>;
  log: Log;
  now?: () => number;
}

const maxBody = 3 * 1024 * 1024;

/** Where forges send their webhooks. It answers with a status alone, as Flux does. */
export function createReceiverApi({ find, log, now = Date.now }: ReceiverOptions): Hono {
  const app = new Hono();
  const admitted = isWithinRate({ count: 100, window: 1000 }, now);
  const limit = bodyLimit({ maxSize: maxBody, onError: context => context.body(null, 413) });
  app.post('/hook/:digest', limit, async context => {
    if (!admitted()) return context.body(null, 429);
    const receiver = await find(context.req.path);
    if (!receiver) return context.body(null, 404);
    const shown = `${receiver.namespace}/${receiver.name}`;
    if (receiver.isSuspended || !receiver.isReady) {
      const why = receiver.isSuspended ? 'receiver is suspended' : 'receiver is not ready';
      log.error('unable to process request', { receiver: shown, why });
      return context.body(null, 503);
    }
    const body = Buffer.from(await context.req.arrayBuffer());
    const refusal = await receiver.token().then(
      token =>
        refusalOf(receiver.type, token, receiver.events, {
          header: name => context.req.header(name),
          body,
        }),
      (error: unknown) => String(error)
    );
    if (refusal) {
      log.error('unable to validate payload', { receiver: shown, why: refusal });
      return context.body(null, 400);
    }
    try {
      await receiver.notify();
    } catch (error) {
      log.error('unable to request reconciliation', { receiver: shown, error: String(error) });
      return context.body(null, 500);
    }
    log.info('webhook handled', { receiver: shown });
    return context.body(null, 200);
  });
  app.notFound(context => context.body(null, 404));
  app.onError((error, context) => {
    log.error('webhook failed', { error: error.message });
    return context.body(null, 500);
  });
  return app;
}
