import { browserClock } from './clock.ts';

/** Calls back once before the next frame is drawn, or soon where none is (a tab in the background). */
function onNextFrame(callback: () => void, wait: number): () => void {
  if (wait > 0) {
    let undo = browserClock.after(wait, () => (undo = onNextFrame(callback, 0)));
    return () => undo();
  }
  const done = () => {
    cancel();
    callback();
  };
  const frame = window.requestAnimationFrame(done);
  const timer = window.setTimeout(done, 250);
  const cancel = () => {
    window.cancelAnimationFrame(frame);
    window.clearTimeout(timer);
  };
  return cancel;
}

/** Resolves when what was told before is on the screen, or soon where nothing is drawn. */
export function drawn(): Promise<void> {
  return new Promise(resolve => {
    onNextFrame(() => onNextFrame(resolve, 0), 0);
  });
}

/** So many times as long as listeners took they rest from more of the same: however dear drawing is, a list gets on. */
const rest = 4;

/** Something to listen to: told at most once a frame, however often it is marked. */
export interface Signal {
  /** `isMore`: a part of many, after which others come, and then their end. */
  mark(isMore?: boolean): void;
  /** Returns the undo. */
  subscribe(listener: () => void): () => void;
}

export function createSignal(
  schedule: (callback: () => void, wait: number) => () => void = onNextFrame
): Signal {
  const listeners = new Set<() => void>();
  let undo: (() => void) | undefined;
  let isSoon = false;
  let notBefore = 0;

  function tell() {
    undo = undefined;
    const began = performance.now();
    for (const listener of [...listeners]) listener();
    // React draws in a microtask.
    queueMicrotask(() => (notBefore = performance.now() + rest * (performance.now() - began)));
  }

  return {
    mark(isMore = false) {
      if (undo && (isSoon || isMore)) return;
      undo?.();
      const wait = isMore ? Math.max(0, notBefore - performance.now()) : 0;
      isSoon = wait === 0;
      undo = schedule(tell, wait);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
