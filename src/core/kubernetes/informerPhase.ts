/** Why an answer did not come, or was no. Cancelled, timed out and unreachable are three answers. */
export type Failure =
  | { kind: 'refused'; status: number; message: string }
  | { kind: 'timedOut'; message: string }
  | { kind: 'unreachable'; message: string }
  | { kind: 'cancelled'; message: string }
  /** Connected, but two minutes without an event or a bookmark. */
  | { kind: 'silent'; message: string };

/** What is known about a collection right now. Times are milliseconds of the clock that the events carry. */
export type InformerPhase =
  /** `loaded` objects are there already. */
  | { name: 'loading'; loaded: number }
  | { name: 'live' }
  /** The objects are as they were at `since`. */
  | { name: 'stale'; since: number; retryAt: number; why: Failure }
  /** Without `watch` but with `list`, the objects are as old as the last list, a minute at most. */
  | { name: 'forbidden'; verb: 'list' | 'watch'; message: string; retryAt: number }
  /** The API server does not serve this resource. */
  | { name: 'absent'; retryAt: number }
  /** Never listed. */
  | { name: 'failed'; why: Failure; retryAt: number };
