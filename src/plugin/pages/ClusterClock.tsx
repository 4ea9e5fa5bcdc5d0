import type { ReactNode } from 'react';
import { useServerClock } from '../live/useServerClock.ts';
import { ClockProvider } from '../parts/clock.tsx';

/** Times in it count by the clock of the cluster that they are of: on a page of several, each has its own. */
export function ClusterClock({ cluster, children }: { cluster: string; children: ReactNode }) {
  return <ClockProvider value={useServerClock(cluster)}>{children}</ClockProvider>;
}
