import { useCallback, useEffect, useState } from 'react';
import { browserClock } from './clock.ts';
import { holdStore, storeOf } from './stores.ts';

/** The clock of a cluster's API server: milliseconds, whenever called. */
export function useServerClock(cluster: string): () => number {
  useEffect(() => holdStore(cluster), [cluster]);
  return useCallback(() => storeOf(cluster).now(), [cluster]);
}

/** The time of a cluster's API server, ticking. For leaves that show time: whoever calls it renders with each tick. */
export function useNow(cluster: string, step = 1000): number {
  const clock = useServerClock(cluster);
  const [now, setNow] = useState(clock);
  useEffect(() => {
    let undo = () => {};
    const tick = () => {
      setNow(clock());
      undo = browserClock.after(step - (clock() % step), tick);
    };
    tick();
    return () => undo();
  }, [clock, step]);
  return now;
}
