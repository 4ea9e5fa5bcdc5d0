import type { Commit } from './commits.ts';

/**
 * `GET /v1/history?of=KIND/NAMESPACE/NAME&limit=&before=`: the revisions that the sidecar saw, newest first, of a
 * source or of what is built from it. `before` is the `next` of the answer before.
 */
export const historyRoute = '/v1/history';

export interface HistoryAnswer {
  version: 1;
  of: string;
  /** The source that the revisions are of: `KIND/NAMESPACE/NAME`. */
  source: string;
  /** When the oldest revision that is still known was seen, milliseconds since 1970. Absent where there is none. */
  since?: number;
  rows: HistoryRow[];
  /** Where the next page begins; absent on the last one. */
  next?: string;
}

export interface HistoryRow {
  revision: string;
  /** Milliseconds since 1970. */
  seenAt: number;
  commit?: Commit;
  /** Objects beside the revision before; absent where that is not known or was not rendered. */
  counts?: ChangeCounts;
  /** Kustomizations that could not be built at this revision. */
  failures?: { kustomization: string; message: string }[];
  /**
   * What became of it where it was applied: the last that is known. Of a Kustomization alone: what becomes of a revision
   * of a source is many things, one for each Kustomization on it, and the history of each tells.
   */
  outcome?: RevisionOutcome;
  /** Whether anything that this Kustomization renders differs from the revision before. Absent where that is not known. */
  isTouched?: boolean;
  /** Why nothing of this revision is known: an artifact that could not be fetched or unpacked. */
  problem?: string;
}

export interface ChangeCounts {
  created: number;
  changed: number;
  deleted: number;
}

export interface RevisionOutcome {
  state: 'applied' | 'failed' | 'progressing';
  /** Milliseconds since 1970. */
  at: number;
  durationMs?: number;
  message?: string;
}

/**
 * `GET /v1/log?of=KIND/NAMESPACE/NAME&from=REVISION&to=REVISION`: the commits after one revision up to another, newest
 * first. `from` and `to` are named as in `/v1/changes`.
 */
export const logRoute = '/v1/log';

export interface LogAnswer {
  version: 1;
  of: string;
  from: string;
  to: string;
  commits: LoggedCommit[];
  /** How many there are, where more than are listed; of `isComplete` false at least so many. */
  count: number;
  /** False where Git was not asked: these are the revisions that the sidecar saw, and there may be others between. */
  isComplete: boolean;
}

export interface LoggedCommit extends Commit {
  /** Whether it changes what the Kustomization renders, or a file that its build reads. Absent where that is not known. */
  touches?: boolean;
}
