import type { IncomingMessage } from 'node:http';
import {
  type Clock,
  type InformerTransport,
  startInformerLoop,
} from '../../core/kubernetes/informerLoop.ts';
import type { Failure, InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import { toPage, toWatchFrame } from '../../core/kubernetes/listAnswer.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { collectionKey, type ObjectChange } from '../../core/kubernetes/objectChange.ts';
import { ApiError } from './apiError.ts';
import type { KubernetesClient } from './client.ts';
import { createListItems } from './listItems.ts';

/** A collection of the API server, kept in memory and up to date until `close`. */
export interface Informer {
  get(namespace: string, name: string): KubernetesObject | undefined;
  list(): KubernetesObject[];
  /** Resolves with the first complete list, however long the API server is away before; never rejects. */
  synced: Promise<void>;
  close(): void;
}

export interface InformerOptions {
  /** The collection's path, made by `resourcePath`. */
  path: string;
  query?: Record<string, string>;
  /** Half of an object's bytes, and of no use to most readers: dropped unless asked for. */
  keepManagedFields?: boolean;
  /** What is held of an object: its name, namespace, uid and resourceVersion must stay. All, unless told. */
  slim?: (object: KubernetesObject) => KubernetesObject;
  /**
   * Of a list no more is held than `slim` leaves, not even while it comes. For who is near the API server: all of it has to
   * come before the deadline of a part.
   */
  isWhole?: boolean;
  onChange?: (change: ObjectChange) => void;
  onState?: (phase: InformerPhase) => void;
  log?: (line: string) => void;
  /** The machine's, unless told. */
  clock?: Clock;
}

const machineClock: Clock = {
  now: Date.now,
  random: Math.random,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Deadlines are the informer's: this one only has to be longer. */
const never = 24 * 60 * 60 * 1000;

function toFailure(error: unknown, isCancelled: boolean): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ApiError) return { kind: 'refused', status: error.status, message };
  if (isCancelled) return { kind: 'cancelled', message };
  return { kind: 'unreachable', message };
}

function nodeTransport(client: KubernetesClient, options: InformerOptions): InformerTransport {
  const { path, query: always, keepManagedFields, slim = object => object, isWhole } = options;

  async function readPage(query: Record<string, string>, signal: AbortSignal) {
    const asked = { path, query: { ...always, ...query }, signal, timeout: never };
    const page = toPage(await client.request(asked), { keepManagedFields });
    return page && { ...page, items: page.items.map(slim) };
  }

  async function readWhole(signal: AbortSignal) {
    const answer = await client.open({ path, query: always, signal, timeout: never });
    const items: KubernetesObject[] = [];
    const list = createListItems(json => {
      const item = JSON.parse(json) as KubernetesObject;
      if (text(record(item.metadata).name)) items.push(slim(item));
    });
    answer.setEncoding('utf8');
    for await (const piece of answer as AsyncIterable<string>) list.add(piece);
    return toPage({ ...record(list.end()), items }, { keepManagedFields });
  }

  return {
    list(query, tell) {
      const stop = new AbortController();
      const { signal } = stop;
      const none: Failure = { kind: 'unreachable', message: `${path} answered no list` };
      (isWhole ? readWhole(signal) : readPage(query, signal)).then(
        page => tell(page ? { type: 'page', page } : { type: 'failed', why: none }),
        error => tell({ type: 'failed', why: toFailure(error, signal.aborted) })
      );
      return () => stop.abort();
    },

    watch(query, tell) {
      const stop = new AbortController();
      let opened: IncomingMessage | undefined;
      const fail = (why: Failure) => tell({ type: 'failed', why });
      // What a cut leaves incomplete is no frame, whatever it looks like.
      const toFrame = (line: string) => {
        try {
          const frame = toWatchFrame(JSON.parse(line), { keepManagedFields });
          return 'object' in frame ? { ...frame, object: slim(frame.object) } : frame;
        } catch {
          return {
            type: 'malformed',
            message: `${line.length} characters that are no JSON`,
          } as const;
        }
      };
      client
        .open({ path, query: { ...always, ...query }, signal: stop.signal, timeout: never })
        .then(answer => {
          opened = answer;
          tell({ type: 'opened' });
          answer.on('error', error => fail(toFailure(error, stop.signal.aborted)));
          answer.on('end', () => tell({ type: 'ended' }));
          answer.on('close', () =>
            fail({ kind: 'unreachable', message: `${path}: the watch broke` })
          );
          onLines(answer, line => tell({ type: 'frame', frame: toFrame(line) }));
          if (stop.signal.aborted) answer.destroy();
        })
        .catch((error: unknown) => fail(toFailure(error, stop.signal.aborted)));
      return () => {
        stop.abort();
        opened?.destroy();
      };
    },
  };
}

/** Calls back with each line that is complete: a watch cut in mid-event ends with half of one. */
function onLines(input: IncomingMessage, onLine: (line: string) => void): void {
  let rest = '';
  input.setEncoding('utf8');
  input.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  });
}

/** Lists and watches a collection until `close`, whatever the API server does meanwhile. */
export function createInformer(client: KubernetesClient, options: InformerOptions): Informer {
  const { onChange, onState, log } = options;
  let resolve = () => {};
  const synced = new Promise<void>(done => (resolve = done));
  let phase: InformerPhase | undefined;
  const loop = startInformerLoop({
    transport: nodeTransport(client, options),
    clock: options.clock ?? machineClock,
    onStep(changes, state) {
      for (const change of changes) onChange?.(change);
      if (state.phase !== phase) {
        phase = state.phase;
        log?.(`${options.path}: ${toLine(phase)}`);
        onState?.(phase);
      }
      if (state.synced) resolve();
    },
  });
  return {
    get: (namespace, name) => loop.objects.get(collectionKey(namespace, name)),
    list: () => [...loop.objects.values()],
    synced,
    close: loop.close,
  };
}

function toLine(phase: InformerPhase): string {
  if (phase.name === 'forbidden') return `forbidden to ${phase.verb}: ${phase.message}`;
  return 'why' in phase ? `${phase.name}: ${phase.why.message}` : phase.name;
}
