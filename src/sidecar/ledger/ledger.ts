import type { VersionedRef } from '../../core/kubernetes/ref.ts';

/**
 * What the sidecar remembers: revisions of sources, what each rendered to, what became of it. Everything in here is
 * masked already; the ledger never sees a secret.
 *
 * Reads answer from what is there, in every state: nothing where there is no ledger. Writes reject with `LedgerRefusal`
 * where it takes none; whoever writes tries again with the next thing, and so finds out that there is room again.
 */
export interface Ledger {
  /**
   * Keeps a revision and what it rendered to, whole or not at all. Idempotent. A revision that is there keeps the time
   * at which it was first seen, and takes what it lacked; its tree is the last that was given: what was applied of it
   * when something else that it depends on had changed. Builds and objects that are known need not be given again.
   */
  addRevision(entry: RevisionEntry, tree: RenderedTree | undefined): Promise<void>;
  revision(source: string, revision: string): Promise<KnownRevision | undefined>;
  /**
   * The last added first. `before` is the `seenAt` of a row: those added before it (so that no page skips a row where
   * the clock went backwards), or else those seen before this time.
   */
  revisions(query: RevisionQuery): Promise<KnownRevision[]>;

  /** The nodes of a tree in the order they were given, parents first. */
  tree(hash: string): Promise<TreeNode[] | undefined>;
  /** What a build consists of, in the order it was given. */
  build(hash: string): Promise<BuildObject[] | undefined>;
  /** Canonical masked JSON by hash, those that are there. */
  objects(hashes: readonly string[]): Promise<Map<string, string>>;
  /**
   * What a render key gave last, a build before a failure: it need not be rendered again. The build that is handed out
   * stays through the next `retain`, so that it can be named in `addRevision`.
   */
  buildOf(renderKey: string): Promise<TreeNode | undefined>;

  /** Idempotent. */
  addOutcome(outcome: Outcome): Promise<void>;
  /** The latest first; a page is longer than `limit` where rows of one instant would be torn apart. */
  outcomes(query: ObjectQuery): Promise<Outcome[]>;
  /** Idempotent; of events with one `id` the last stays. */
  addEvent(event: LedgerEvent): Promise<void>;
  /** As `outcomes`. */
  events(query: ObjectQuery): Promise<LedgerEvent[]>;
  /** What became known of a commit later. Nothing happens where the revision is not there. */
  setCommit(source: string, revision: string, commit: CommitFacts): Promise<void>;

  stats(): Promise<LedgerStats>;
  /**
   * Drops what is beyond the limits, in small steps. The newest revision of each source stays, and so do those that are
   * `applied` (texts of revisions); without them, those that the last outcome of each object calls applied.
   */
  retain(now: number, applied?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface RevisionEntry {
  /** `KIND/NAMESPACE/NAME`. */
  source: string;
  /** As the source's status writes it: `main@sha1:...`. */
  revision: string;
  /** Of the artifact. */
  digest: string;
  /** Milliseconds. */
  seenAt: number;
  /** Whether we saw it appear, or found it there when we started. */
  how: 'watch' | 'start';
  commit?: CommitFacts;
  /** Why its artifact could not be fetched or unpacked. */
  problem?: string;
}

/** A revision as the ledger has it: with the hash of its tree, where it has one. */
export type KnownRevision = RevisionEntry & { tree?: string };

/** What is known of the commit of a revision. Fields that nobody knows are absent. */
export interface CommitFacts {
  hash: string;
  subject: string;
  author?: { name: string; email: string };
  /** When it was authored, RFC 3339. */
  date?: string;
  parents?: string[];
  /** The paths that it changed. */
  files?: string[];
}

export interface RevisionQuery {
  source: string;
  before?: number;
  limit: number;
}

/** A Kustomization as it was rendered at a revision. */
export interface TreeNode {
  /** `NAMESPACE/NAME`. */
  kustomization: string;
  /** The Kustomization that renders this one, `NAMESPACE/NAME`. */
  parent?: string;
  /** The render key: two renderings with one key are the same. */
  key: string;
  /** Hash of what it rendered to. */
  build?: string;
  /** Why it could not be rendered. */
  failure?: string;
  /** Hash over every file that the build reads. */
  inputs?: string;
  /** The paths of these files in the artifact, and of folders, with a slash behind, in which files are looked for. */
  reads?: string[];
  prune: boolean;
  deletionPolicy: string;
  /** What is missing of the rendering: variables that may not be read. */
  isPartial?: string;
}

export interface BuildObject {
  ref: VersionedRef;
  /** Hash of its canonical masked JSON. */
  hash: string;
  /** Its file in the artifact. */
  file?: string;
}

/** What one revision of a source rendered to. */
export interface RenderedTree {
  nodes: TreeNode[];
  /** By hash; those that the ledger knows may be left out. */
  builds: Map<string, BuildObject[]>;
  /** Canonical masked JSON by hash; those that the ledger knows may be left out. */
  objects: Map<string, string>;
}

/** What became of an object: an attempt of its controller, as its conditions told it. */
export interface Outcome {
  /** `KIND/NAMESPACE/NAME`. */
  object: string;
  /** Milliseconds. */
  at: number;
  revision?: string;
  state: 'applied' | 'failed' | 'progressing';
  reason?: string;
  message?: string;
  durationMs?: number;
}

/** An event of the cluster, or a change that nobody else writes down. */
export interface LedgerEvent {
  /** `KIND/NAMESPACE/NAME`. */
  object: string;
  /** Milliseconds: when it happened last. */
  at: number;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  revision?: string;
  /** The controller that says it. */
  by?: string;
  /** The event's uid: a repeated event keeps it. */
  id?: string;
}

export interface ObjectQuery {
  object: string;
  /** Milliseconds: those that happened before. */
  before?: number;
  limit: number;
}

export interface LedgerStats {
  /** `ready`: it takes what it is given. `full`: no room; reads go on. `read-only`: another writes. `failed`: there is none. */
  state: 'ready' | 'full' | 'read-only' | 'failed';
  /** Why it is not ready, or what it lost when it was opened. */
  problem?: string;
  bytes: number;
  revisions: number;
  objects: number;
  /** When the oldest revision was seen. */
  oldest?: number;
}

/** What is kept. Whatever is beyond one of them is dropped, the oldest first. */
export interface LedgerLimits {
  /** Milliseconds. */
  age: number;
  /** Of each source. */
  revisions: number;
  /** Outcomes, and events, of each object. */
  perObject: number;
  /** Of the whole. */
  bytes: number;
}

export const defaultLimits: LedgerLimits = {
  age: 90 * 24 * 3600_000,
  revisions: 2000,
  perObject: 500,
  bytes: 512_000_000,
};

/** A write that the ledger does not take, and why. */
export class LedgerRefusal extends Error {
  readonly why: Exclude<LedgerStats['state'], 'ready'>;
  constructor(why: LedgerRefusal['why'], message: string) {
    super(message);
    this.name = 'LedgerRefusal';
    this.why = why;
  }
}
