/** Calls back once before the next frame is drawn, or soon where none is (a tab in the background). */
function onNextFrame(callback: () => void): () => void {
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

/** Something to listen to: told at most once a frame, however often it is marked. */
export interface Signal {
  mark(): void;
  /** Returns the undo. */
  subscribe(listener: () => void): () => void;
}

export function createSignal(schedule: (callback: () => void) => () => void = onNextFrame): Signal {
  const listeners = new Set<() => void>();
  let undo: (() => void) | undefined;
  return {
    mark() {
      undo ??= schedule(() => {
        undo = undefined;
        for (const listener of [...listeners]) listener();
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
