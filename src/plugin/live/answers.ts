import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import { record } from '../../core/kubernetes/object.ts';
import type { Sidecar } from './sidecar.ts';
import type { SidecarRefusal, SidecarView } from './views.ts';

/** Something to ask the sidecar. Questions of one path are one question. */
export interface Question<T> {
  /** The route with its query. */
  path: string;
  /** Only the first line of the answer is wanted. */
  isHead?: true;
  /** What the answer depends on: it is asked anew when this changes. */
  stamp?: string;
  /** The answer in the shape that the plugin knows; undefined where it has another. */
  read(body: unknown): T | undefined;
  /** After how many ms an answer is asked for once more, `tries` being how often it was; never where undefined. */
  againIn?(value: T, tries: number): number | undefined;
}

/** What one cluster's sidecar has answered, and is being asked while somebody wants to know. */
interface Answers {
  view<T>(question: Question<T>): SidecarView<T>;
  /** Asks as long as somebody holds the question. Returns the undo. */
  hold<T>(question: Question<T>, listener: () => void): () => void;
}

interface Holder {
  tell: () => void;
  /** When this holder wants to know again. */
  againIn(value: unknown, tries: number): number | undefined;
}

interface Held {
  view: SidecarView<unknown>;
  /** Of the answer that is known. */
  stamp?: string;
  tries: number;
  isAsking: boolean;
  /** Of the question being asked. */
  askedStamp?: string;
  holders: Set<Holder>;
  /** Ends what is being asked or waits to be. */
  stop: () => void;
}

const loading: SidecarView<never> = { state: 'loading' };
/** Rows that are only scrolled past are not asked about. */
const breath = 80;

/**
 * In ms: what the sidecar does not have it may never have. A cluster without one, or without the right to it, stays so
 * for long: that it came is seen by its Deployment.
 */
function refusedAgainIn({ state }: SidecarRefusal, tries: number): number {
  if (state === 'failed') return Math.min(15_000, 1000 * 2 ** tries);
  return Math.min(300_000, (state === 'missing' ? 1000 : 15_000) * 2 ** tries);
}

/** When the first of those that hold a question wants to know again. */
function soonest(holders: Iterable<Holder>, value: unknown, tries: number): number | undefined {
  const waits = [...holders].flatMap(({ againIn }) => againIn(value, tries) ?? []);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}
/** Answers that nobody looks at any more. */
const keptAtMost = 500;

const protocolVersion = 1;

function toView<T>(answer: { body: unknown } | SidecarRefusal, read: Question<T>['read']) {
  if ('state' in answer) return answer;
  const value = read(answer.body);
  if (value === undefined) {
    return { state: 'failed', message: 'the sidecar answered something else' } as const;
  }
  const isNewer = Number(record(answer.body).version) > protocolVersion;
  return { state: 'known', value, isNewer } as const;
}

export function createAnswers(sidecar: Sidecar, clock: Pick<Clock, 'after'>): Answers {
  const all = new Map<string, Held>();

  function held(path: string): Held {
    const found = all.get(path);
    if (found) return found;
    const made: Held = {
      view: loading,
      tries: 0,
      isAsking: false,
      holders: new Set(),
      stop: () => {},
    };
    all.set(path, made);
    for (const [other, { holders }] of all) {
      if (all.size <= keptAtMost) break;
      if (holders.size === 0 && other !== path) all.delete(other);
    }
    return made;
  }

  function ask<T>(question: Question<T>, of: Held, after: number) {
    of.stop();
    const controller = new AbortController();
    const undo = clock.after(after, () => void send());
    of.stop = () => {
      undo();
      controller.abort();
      of.isAsking = false;
    };
    of.isAsking = true;
    of.askedStamp = question.stamp;

    async function send() {
      const { path, isHead } = question;
      const answer = await (isHead ? sidecar.head : sidecar.read)(path, controller.signal);
      if (controller.signal.aborted) return;
      of.isAsking = false;
      of.tries += 1;
      const view = toView(answer, question.read);
      const before = of.view;
      if (view.state === 'known') {
        of.stamp = question.stamp;
        of.view = view;
      } else {
        of.view = before.state === 'known' ? { ...before, again: view } : view;
      }
      const wait =
        view.state === 'known'
          ? soonest(of.holders, view.value, of.tries)
          : refusedAgainIn(view, of.tries);
      if (wait !== undefined) ask(question, of, wait);
      for (const { tell } of [...of.holders]) tell();
    }
  }

  return {
    view: <T>(question: Question<T>) => (all.get(question.path)?.view ?? loading) as SidecarView<T>,
    hold(question, listener) {
      const of = held(question.path);
      const againIn = (value: unknown, tries: number) => question.againIn?.(value as never, tries);
      const holder = { tell: listener, againIn };
      of.holders.add(holder);
      const isKnown = of.view.state === 'known' && of.stamp === question.stamp;
      const isAsked = of.isAsking && of.askedStamp === question.stamp;
      if (!isKnown && !isAsked) {
        if (of.stamp !== question.stamp) of.tries = 0;
        ask(question, of, breath);
      } else if (isKnown && !of.isAsking && of.view.state === 'known') {
        // Known since somebody else looked: what may change is asked for again when its time comes.
        const wait = againIn(of.view.value, of.tries);
        if (wait !== undefined) ask(question, of, wait);
      }
      return () => {
        of.holders.delete(holder);
        if (of.holders.size === 0) of.stop();
      };
    },
  };
}
