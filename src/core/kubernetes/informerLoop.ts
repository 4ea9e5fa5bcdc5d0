import { advance, wakeAt } from './informer.ts';
import {
  type InformerEvent,
  type InformerRequest,
  type InformerState,
  initialState,
} from './informerState.ts';
import { applyChange, type Collection, type ObjectChange } from './objectChange.ts';

/** What an informer's requests say back, each any number of times until its undo is called. */
export type Answer = Exclude<InformerEvent, { type: 'start' | 'tick' | 'close' }>;
type WithoutRequest<T> = T extends unknown ? Omit<T, 'request'> : never;
export type Tell = (answer: WithoutRequest<Answer>) => void;

/** How a collection is reached: one adapter for the browser and one for Node. Both return the undo. */
export interface InformerTransport {
  /** GETs one page: says `page` or `failed`, once. */
  list(query: Record<string, string>, tell: Tell): () => void;
  /** Says `opened` first, then `frame`s, then `ended` or `failed`; or `failed` alone. */
  watch(query: Record<string, string>, tell: Tell): () => void;
}

/** Time and randomness as values. */
export interface Clock {
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Calls back once, after so many milliseconds; returns the undo. */
  after(milliseconds: number, callback: () => void): () => void;
}

export interface InformerLoop {
  readonly objects: Collection;
  readonly state: InformerState;
  close(): void;
}

/** Runs an informer over a transport, from now until `close`. `onStep` hears after each step that changed something. */
export function startInformerLoop(options: {
  transport: InformerTransport;
  clock: Clock;
  /** Whether the watch is to bring what is there, too, if the server can. */
  isStreamed?: boolean;
  onStep: (changes: ObjectChange[], state: InformerState) => void;
}): InformerLoop {
  const { transport, clock, onStep } = options;
  const objects = new Map<string, ReturnType<Collection['get']> & object>();
  const running = new Map<number, () => void>();
  let state = initialState;
  let timer: { at: number; undo: () => void } | undefined;
  let isClosed = false;

  function ask(request: InformerRequest) {
    const undo = running.get(request.request);
    running.delete(request.request);
    if (request.type === 'cancel') return undo?.();
    const tell: Tell = answer => take({ ...answer, request: request.request } as Answer);
    const start = request.type === 'list' ? transport.list : transport.watch;
    running.set(request.request, start(request.query, tell));
  }

  /** One timer, moved only forward by ticking: a busy watch puts its deadline off with every event. */
  function schedule() {
    const at = wakeAt(state);
    if (at === undefined || (timer && timer.at <= at)) return;
    timer?.undo();
    const undo = clock.after(Math.max(0, at - clock.now()), () => {
      timer = undefined;
      take({ type: 'tick' });
    });
    timer = { at, undo };
  }

  function take(event: InformerEvent) {
    if (isClosed) return;
    const world = { now: clock.now(), random: clock.random(), objects };
    const next = advance(state, event, world);
    for (const change of next.changes) applyChange(objects, change);
    const isNews = next.changes.length > 0 || next.state !== state;
    state = next.state;
    if (isNews) onStep(next.changes, state);
    // A listener may have closed it.
    if (isClosed && event.type !== 'close') return;
    for (const request of next.requests) ask(request);
    schedule();
  }

  take({ type: 'start', isStreamed: options.isStreamed });
  return {
    objects,
    get state() {
      return state;
    },
    close() {
      take({ type: 'close' });
      isClosed = true;
      timer?.undo();
      timer = undefined;
      for (const undo of running.values()) undo();
    },
  };
}
