import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../workQueue.ts';
import type { EventRecorder } from './events.ts';
import type { Resources } from './resources.ts';

/** What every controller works with. */
export interface ReconcilerContext {
  client: KubernetesClient;
  resources: Resources;
  events: EventRecorder;
  log: Log;
  clock: Clock;
  /** Milliseconds between two looks at what is waited for. */
  requeueDependency: number;
  random: () => number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** An interval, moved by up to 5 % so that many objects do not come at once. */
export function withJitter(milliseconds: number, random: () => number): number {
  return milliseconds * (0.95 + 0.1 * random());
}
