import type { Sentence } from '../sentence.ts';

/** kstatus, which Flux waits by: whether an object has become what its spec says. */
export type HealthStatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating';

export interface Health {
  status: HealthStatus;
  says: Sentence;
}
