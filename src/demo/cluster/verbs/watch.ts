import type { Call } from '../call.ts';
import { collectionOf } from '../catalog.ts';
import { Failure, invalid, type Status } from '../failure.ts';
import { type Renderer, rendererOf } from '../render.ts';
import { type Selection, selectionOf } from '../selection.ts';
import type { Change, Stored } from '../stored.ts';
import { parseRevision } from './read.ts';

/** Where events go: a chunked answer or a WebSocket. */
export interface EventSink {
  send(frame: string): void;
  /** Bytes that the client has not taken yet. */
  readonly waiting: number;
  /** Ends in good order. */
  end(): void;
  /** Cuts the connection. */
  drop(): void;
  onClose(listener: () => void): void;
}

/** A client that leaves this much unread is cut off: it lists anew, and the server's memory is saved. */
const slowConsumerLimit = 8 * 1024 * 1024;
const second = 1000;
const bookmarkPeriod = 60 * second;

/** Sends the changes from where the client stands, until it or the time is gone. Throws what is wrong with the request. */
export function prepareWatch(call: Call): (sink: EventSink) => void {
  const { api, type, query, at } = call;
  const renderer = rendererOf(call);
  const selection = selectionOf(call);
  const asked = query.get('resourceVersion') ?? '';
  const since = parseRevision(asked);
  const wantsBookmarks = isTrue(query.get('allowWatchBookmarks'));
  const wantsInitial = initialEventsOf(query);
  const timeout = timeoutOf(query.get('timeoutSeconds'));
  const collection = api.store.collection(collectionOf(type));

  return sink => {
    const timers: NodeJS.Timeout[] = [];
    let stop = () => {};
    const finish = () => {
      stop();
      timers.forEach(clearTimeout);
    };
    const send = (frame: string) => {
      sink.send(frame);
      if (sink.waiting <= slowConsumerLimit) return;
      api.log(`watch of ${type.plural}: a client that does not read was cut off`);
      finish();
      sink.drop();
    };
    const bookmark = (annotations?: Record<string, string>) =>
      send(
        framed(
          'BOOKMARK',
          renderer.bare({
            resourceVersion: String(api.store.revision),
            creationTimestamp: null,
            ...(annotations && { annotations }),
          })
        )
      );
    const tell = (change: Change) => {
      if (at.namespace && !change.now.key.startsWith(`${at.namespace}/`)) return;
      const frame = frameOf(change, renderer, selection);
      if (frame) send(frame);
    };

    try {
      // Nothing can happen between reading the state and following it: this code is not interrupted.
      if (wantsInitial || (wantsInitial === undefined && since === 0)) {
        for (const stored of collection.list(at.namespace)) {
          if (selection.matches(stored.object)) send(framed('ADDED', renderer.one(stored)));
        }
        if (wantsInitial && wantsBookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });
      } else if (since > 0) {
        collection.changesSince(since).forEach(tell);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      send(errorFrame(error.status));
      sink.end();
      return;
    }
    stop = collection.watch(change => {
      if (change.revision > since) tell(change);
    });
    timers.push(
      setTimeout(() => {
        if (wantsBookmarks) bookmark();
        finish();
        sink.end();
      }, timeout)
    );
    if (wantsBookmarks) timers.push(setInterval(() => bookmark(), bookmarkPeriod));
    sink.onClose(finish);
  };
}

function frameOf(
  change: Change,
  renderer: Renderer,
  { isAll, matches }: Selection
): string | undefined {
  if (isAll) return sharedFrame(change, change.type, change.now, renderer);
  const before = change.before !== undefined && matches(change.before.object);
  if (change.type === 'DELETED') {
    return before ? sharedFrame(change, 'DELETED', change.now, renderer) : undefined;
  }
  const now = matches(change.now.object);
  if (now) return sharedFrame(change, before ? 'MODIFIED' : 'ADDED', change.now, renderer);
  if (!before) return undefined;
  // It left the selection: its last state in it, under the revision of the change.
  const { object } = change.before!;
  const last: Stored = {
    key: change.now.key,
    revision: change.revision,
    object: {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(change.revision) },
    },
  };
  return framed('DELETED', renderer.one(last));
}

function sharedFrame(change: Change, type: string, stored: Stored, renderer: Renderer): string {
  if (renderer.key === undefined) return framed(type, renderer.one(stored));
  const key = `${type} ${renderer.key}`;
  change.frames ??= new Map();
  let frame = change.frames.get(key);
  if (frame === undefined) {
    frame = framed(type, renderer.one(stored));
    change.frames.set(key, frame);
  }
  return frame;
}

function framed(type: string, object: string): string {
  return `{"type":"${type}","object":${object}}`;
}

function errorFrame(status: Status): string {
  return framed('ERROR', JSON.stringify(status));
}

function initialEventsOf(query: URLSearchParams): boolean | undefined {
  const asked = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch');
  const refuse = (field: string, message: string) =>
    invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      { reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field },
    ]);
  if (asked === null) {
    if (match) {
      throw refuse(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'
      );
    }
    return undefined;
  }
  if (match !== 'NotOlderThan') {
    throw refuse(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'
    );
  }
  return isTrue(asked);
}

/** A watch without a timeout ends by itself after half an hour to an hour, so that clients spread. */
function timeoutOf(text: string | null): number {
  const seconds = Number(text);
  return text && seconds > 0
    ? Math.min(seconds, 86_400) * second
    : (1800 + Math.random() * 1800) * second;
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}
