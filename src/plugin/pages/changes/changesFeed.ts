import type { ChangesHead, KustomizationLine } from '../../../protocol/changes.ts';
import type { SidecarRefusal } from '../../live/views.ts';
import type { ask } from '../../worker/ask.ts';
import { NoWorkerError } from '../../worker/ask.ts';
import type { Progress } from '../../worker/changeSet.ts';
import type { Entry } from '../../worker/entry.ts';
import { createHandover } from './handover.ts';

/** How far a change set has come. Immutable: another one is made for every step that is shown. */
export interface FeedState {
  /** What the worker knows the change set by. */
  set: number;
  phase:
    | 'asking'
    | 'streaming'
    /** All came. */
    | 'whole'
    /** The stream ended without its last line, or short of objects. */
    | 'truncated'
    | 'cancelled'
    | 'refused'
    | 'noWorker';
  head?: ChangesHead;
  entries: readonly Entry[];
  notes: readonly KustomizationLine[];
  unreadable: number;
  bytes: number;
  /** Of `refused`. */
  refusal?: SidecarRefusal;
  /** Of `truncated`: what broke it off, where somebody said so. */
  message?: string;
}

export interface Feed {
  subscribe(listener: () => void): () => void;
  state(): FeedState;
  /** What it told first is on the screen: the rest is read. */
  seen(): void;
  /** Stops where it is; what has come stays. */
  cancel(): void;
  /** Stops and forgets. */
  close(): void;
}

/** How often rows are drawn anew while more come. */
const showEvery = 250;
/** ms; so long the rest waits for the first rows to be seen. */
const patience = 100;

let lastSet = 0;

const wait = (milliseconds: number) =>
  new Promise<void>(resolve => void setTimeout(resolve, milliseconds));

/** Hands a stream to the worker, piece by piece, and tells what it makes of it. */
export function startFeed({
  open,
  ask: askWorker,
}: {
  open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array> | SidecarRefusal>;
  ask: typeof ask;
}): Feed {
  lastSet += 1;
  const set = lastSet;
  const abort = new AbortController();
  const listeners = new Set<() => void>();
  const entries: Entry[] = [];
  let state: FeedState = {
    ...{ set, phase: 'asking', entries: [], notes: [], unreadable: 0, bytes: 0 },
  };
  let shown = state;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = () => {};
  const isSeen = new Promise<void>(resolve => {
    seen = resolve;
  });

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    shown = { ...state, entries: [...entries] };
    for (const listener of listeners) listener();
  }

  function step(change: Partial<FeedState>): void {
    // That it streams is seen by what it brings.
    const isEnd = change.phase !== undefined && change.phase !== 'streaming';
    const isFirstRow = shown.entries.length === 0 && entries.length > 0;
    state = { ...state, ...change };
    if (isEnd || isFirstRow) show();
    else timer ??= setTimeout(show, showEvery);
  }

  function take({ head, entries: more, notes, unreadable }: Progress): Partial<FeedState> {
    entries.push(...more);
    return {
      ...(head && { head }),
      notes: notes.length > 0 ? [...state.notes, ...notes] : state.notes,
      unreadable: state.unreadable + unreadable,
    };
  }

  async function read(pieces: Uint8Array[]): Promise<void> {
    // To read on would open the set anew in the worker.
    if (abort.signal.aborted) return;
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    const buffers = pieces.map(({ buffer }) => buffer);
    const progress = await askWorker('read', { set, pieces }, buffers);
    if (abort.signal.aborted) return;
    step({ ...take(progress), bytes: state.bytes + size });
    // A page and a worker that work at once keep a person waiting for the first rows.
    if (entries.length > 0) await Promise.race([isSeen, wait(patience)]);
  }

  async function pump(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const handover = createHandover(read);
    for await (const piece of pieces) {
      await handover.add(piece);
      if (abort.signal.aborted) return;
    }
    await handover.end();
  }

  async function run(): Promise<void> {
    const pieces = await open(abort.signal);
    if (abort.signal.aborted) return;
    if ('state' in pieces) return step({ phase: 'refused', refusal: pieces });
    step({ phase: 'streaming' });
    let message: string | undefined;
    try {
      await pump(pieces);
    } catch (error) {
      if (error instanceof NoWorkerError) throw error;
      message = error instanceof Error ? error.message : String(error);
    }
    if (abort.signal.aborted) return;
    const last = await askWorker('finish', { set });
    if (abort.signal.aborted) return;
    const isWhole = last.isWhole && message === undefined;
    step({ ...take(last), phase: isWhole ? 'whole' : 'truncated', ...(message && { message }) });
  }

  run().catch((error: unknown) => {
    if (abort.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof NoWorkerError) step({ phase: 'noWorker' });
    else step({ phase: 'refused', refusal: { state: 'failed', message } });
  });

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => shown,
    seen,
    cancel() {
      if (state.phase !== 'asking' && state.phase !== 'streaming') return;
      abort.abort();
      step({ phase: 'cancelled' });
    },
    close() {
      abort.abort();
      clearTimeout(timer);
      listeners.clear();
      void askWorker('close', { set }).catch(() => {});
    },
  };
}
