/** Lets so many through at once; the others wait their turn, a bounded number of them. */
export interface Gate {
  /** A place, to be given back by calling it; undefined where there is none within the patience. */
  enter(signal: AbortSignal): Promise<(() => void) | undefined>;
}

interface GateOptions {
  places: number;
  waiting: number;
  /** Milliseconds. */
  patience: number;
}

export function createGate({ places, waiting, patience }: GateOptions): Gate {
  let free = places;
  const queue = new Set<() => void>();

  function takePlace(): () => void {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      free++;
      const [next] = queue;
      if (next) next();
    };
  }

  return {
    async enter(signal) {
      if (signal.aborted) return undefined;
      if (free > 0) {
        free--;
        return takePlace();
      }
      if (queue.size >= waiting) return undefined;
      return new Promise(resolve => {
        const settle = (place: (() => void) | undefined) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          queue.delete(called);
          resolve(place);
        };
        const called = () => {
          free--;
          settle(takePlace());
        };
        const giveUp = () => settle(undefined);
        const timer = setTimeout(giveUp, patience);
        signal.addEventListener('abort', giveUp);
        queue.add(called);
      });
    },
  };
}
