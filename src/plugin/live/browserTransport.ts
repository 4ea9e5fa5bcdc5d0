import { unhandledOf } from '../../core/flux/unhandled.ts';
import type { InformerTransport, Tell } from '../../core/kubernetes/informerLoop.ts';
import {
  type ReadOptions,
  toWatchFrame,
  type WatchFrame,
} from '../../core/kubernetes/listAnswer.ts';
import { createListText } from '../../core/kubernetes/listText.ts';
import { record } from '../../core/kubernetes/object.ts';
import { type Connection, ConnectionError, withQuery } from '../headlamp/connection.ts';
import { browserClock } from './clock.ts';
import { drawn } from './frames.ts';

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
      // To whatever calls itself a browser an API server sends twice as much, indented, and only once it has all of it.
      const asked = withQuery(path, { ...always, ...query, pretty: 'false' });
      const list = createListText(options);
      const decoder = new TextDecoder();
      let isFirst = true;
      let taken = Promise.resolve();

      async function take(piece: Uint8Array) {
        const page = list.add(decoder.decode(piece, { stream: true }));
        if (!page || stop.signal.aborted) return;
        tell({ type: 'page', page });
        if (isFirst) await drawn();
        // Taken in at once, thousands of objects would keep the page from hearing what a person does.
        else await new Promise<void>(resolve => browserClock.after(0, resolve));
        isFirst = false;
      }

      async function read() {
        try {
          const { date } = await connection.read({
            path: asked,
            signal: stop.signal,
            onPiece: piece => (taken = taken.then(() => take(piece))),
          });
          onAnswer(date);
          await taken;
          const page = list.end();
          if (!page) throw new Error(`${path} answered something that is no list`);
          tell({ type: 'page', page });
        } catch (error) {
          await taken.catch(() => {});
          failing(tell)(error);
        }
      }

      void read();
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
