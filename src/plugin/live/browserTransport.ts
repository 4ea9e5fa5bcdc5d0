import { unhandledOf } from '../../core/flux/unhandled.ts';
import type { InformerTransport, Tell } from '../../core/kubernetes/informerLoop.ts';
import {
  type Page,
  type ReadOptions,
  toPage,
  toParts,
  toWatchFrame,
  type WatchFrame,
} from '../../core/kubernetes/listAnswer.ts';
import { record } from '../../core/kubernetes/object.ts';
import { type Connection, ConnectionError, withQuery } from '../headlamp/connection.ts';
import { browserClock } from './clock.ts';

/** Who suspended an object, and since when a change waits to be seen, managed fields alone tell; others are dropped. */
const options: ReadOptions = {
  keepManagedFields: object =>
    record(object.spec).suspend === true || unhandledOf(object) !== undefined,
};

function toFrame(text: string): WatchFrame {
  try {
    return toWatchFrame(JSON.parse(text), options);
  } catch {
    return { type: 'malformed', message: `${text.length} characters that are no JSON` };
  }
}

/** Taken in at once, thousands of objects would keep the page from hearing what a person does. */
const partSize = 500;

async function tellInParts(page: Page, signal: AbortSignal, tell: Tell): Promise<void> {
  for (const part of toParts(page, partSize)) {
    if (signal.aborted) return;
    tell({ type: 'page', page: part });
    if (part.isPart) await new Promise<void>(resolve => browserClock.after(0, resolve));
  }
}

/** The informer's way to a collection from the browser. `onAnswer` hears the server's clock. */
export function browserTransport(
  connection: Connection,
  path: string,
  always: Record<string, string | undefined> = {},
  onAnswer: (date: number | undefined) => void = () => {}
): InformerTransport {
  function failing(tell: Tell) {
    return (error: unknown) => tell({ type: 'failed', why: ConnectionError.whyOf(error) });
  }

  return {
    list(query, tell) {
      const stop = new AbortController();
      const asked = withQuery(path, { ...always, ...query });
      connection
        // The rest of what is on the screen goes before the beginning of others.
        .read({ path: asked, signal: stop.signal, isNext: !query.limit })
        .then(({ body, date }) => {
          onAnswer(date);
          const page = toPage(body, options);
          if (!page) throw new Error(`${path} answered something that is no list`);
          return tellInParts(page, stop.signal, tell);
        })
        .catch(failing(tell));
      return () => stop.abort();
    },

    watch(query, tell) {
      const asked = withQuery(path, { ...always, ...query });
      const stop = new AbortController();
      let isOpen = false;
      const undo = connection.watch(asked, {
        onOpen() {
          isOpen = true;
          tell({ type: 'opened' });
        },
        onFrame: text => tell({ type: 'frame', frame: toFrame(text) }),
        onClose() {
          if (isOpen) return tell({ type: 'ended' });
          // What a watch was to bring, a list will, or tell why not.
          if (query.sendInitialEvents) return failing(tell)(new Error('the watch was refused'));
          // A refused WebSocket carries no status, and a list would not tell that only `watch` is
          // forbidden: the same watch over HTTP, ended by the server after a second, has one.
          const probe = withQuery(path, { ...always, ...query, timeoutSeconds: '1' });
          connection
            .read({ path: probe, signal: stop.signal, isProbe: true })
            .then(
              () => failing(tell)(new Error('the WebSocket of the watch was refused')),
              failing(tell)
            );
        },
      });
      return () => {
        stop.abort();
        undo();
      };
    },
  };
}
