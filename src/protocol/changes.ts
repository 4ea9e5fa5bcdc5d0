import type { Fate } from '../core/flux/fate.ts';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import type { VersionedRef } from '../core/kubernetes/ref.ts';
import type { Commit } from './commits.ts';

/**
 * `GET /v1/changes?of=KIND/NAMESPACE/NAME&from=REVISION&to=REVISION`: every object that differs between two revisions,
 * of a Kustomization and its descendants or of all Kustomizations on a source.
 *
 * The answer is NDJSON, one `ChangesLine` a line: `head`, then `kustomization` and `object` lines, riskiest first, then
 * `end`. A stream that stops without `end` is truncated. Lines of an unknown `type` are to be ignored.
 */
export const changesRoute = '/v1/changes';

/** What `from` and `to` name besides a revision: what each Kustomization applied, and what the source serves. */
export const appliedRevision = 'applied';
export const newestRevision = 'newest';

export type ChangesLine = ChangesHead | KustomizationLine | ObjectLine | ChangesEnd;

/** One side of a change set. */
export interface ChangesSide {
  /** A revision, as the source's status writes it. Of `applied`: what most of the Kustomizations applied. */
  revision: string;
  /** `NAMESPACE/NAME` of Kustomizations that are compared at another revision: '' where nothing is applied yet. */
  others?: Record<string, string>;
  /** When the sidecar first saw the revision, milliseconds since 1970. */
  seenAt?: number;
  commit?: Commit;
}

export interface ChangesHead {
  type: 'head';
  version: 1;
  /** What was asked for: `KIND/NAMESPACE/NAME`. */
  of: string;
  /** The source that both revisions are of: `KIND/NAMESPACE/NAME`. */
  source: string;
  from: ChangesSide;
  to: ChangesSide;
  counts: {
    /** Lines `object` that follow. */
    objects: number;
    /** Objects that both sides hold alike. */
    unchanged: number;
    /** Kustomizations that were compared. */
    kustomizations: number;
  };
}

/** Something to know about a Kustomization as a whole, besides its objects. */
export interface KustomizationLine {
  type: 'kustomization';
  /** `NAMESPACE/NAME`. */
  name: string;
  /**
   * `failed`: one side could not be built, so that nothing of it is compared. `not-rendered`: the sidecar has no
   * rendering. `partial`: built without variables that the sidecar may not read.
   */
  change: 'created' | 'deleted' | 'failed' | 'not-rendered' | 'partial';
  /** Which side it is said of; both where it is absent. */
  side?: 'from' | 'to';
  message?: string;
  /** Of one that is rendered no more: one that is left behind goes on with all that it applied. */
  fate?: Fate;
}

/** One object that differs, as each side renders it, secret values masked. Parsed nowhere but where it is diffed. */
export interface ObjectLine {
  type: 'object';
  /** `NAMESPACE/NAME` of the Kustomization that renders it on the right, or did on the left. */
  kustomization: string;
  /** The one that rendered it on the left, where that is another. */
  was?: string;
  ref: VersionedRef;
  left?: KubernetesObject;
  right?: KubernetesObject;
  /** Its file in the source, on the right. */
  file?: string;
  /** Its file on the left, where that is another. */
  leftFile?: string;
  /** Of an object that is rendered no more: what Flux does with it. */
  fate?: Fate;
}

export interface ChangesEnd {
  type: 'end';
  /** Lines `object` that were sent. */
  objects: number;
}
