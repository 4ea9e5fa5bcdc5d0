import { createContext, useContext, useRef, useSyncExternalStore } from 'react';

/** The API server's time, in milliseconds: a browser's own clock may be minutes off. */
export type Clock = () => number;

const ClockContext = createContext<Clock>(Date.now);
export const ClockProvider = ClockContext.Provider;

function useClock(): Clock {
  return useContext(ClockContext);
}

const listeners = new Set<() => void>();
let timer: number | undefined;

/** One timer for every time on the page, running only while one is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => listeners.forEach(tick => tick()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** A value read from the clock each second; renders again only when the value differs. */
export function useTicking<T extends string | number>(read: (now: number) => T): T {
  const clock = useClock();
  return useSyncExternalStore(subscribe, () => read(clock()));
}

/** Whole seconds since the component was mounted, for what takes longer than it should. */
export function useElapsed(): number {
  const start = useRef(Date.now());
  return useSyncExternalStore(subscribe, () => Math.floor((Date.now() - start.current) / 1000));
}
