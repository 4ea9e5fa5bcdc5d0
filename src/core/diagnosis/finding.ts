import type { ObjectRef } from '../kubernetes/ref.ts';
import type { Sentence } from '../sentence.ts';

/** One thing that was seen, and where a person can see it too. */
export interface Evidence {
  object: ObjectRef;
  /** A condition or field of the object, a container of it, or an Event about it. */
  seenIn:
    | { type: 'condition'; name: string }
    | { type: 'field'; path: string }
    | { type: 'container'; name: string }
    | { type: 'event'; reason: string };
  /** The writer's own words, whole. */
  message?: string;
  /** When it was said, RFC 3339; never the time of a Ready condition, which every retry resets. */
  time?: string;
}

/** When it began; `atLeast`: then or earlier, as far as anything still observable tells. */
export interface Since {
  time: string;
  atLeast: boolean;
}

/** The first broken thing behind whatever is not well. */
export interface Finding {
  rule: string;
  /** What is broken. */
  object: ObjectRef;
  /** The workload that a broken Pod belongs to: what a person knows it by. */
  workload?: ObjectRef;
  /** What lies between the workload, or else the first victim, and the object: a Pod, the Secret that it needs. */
  through?: ObjectRef[];
  says: Sentence;
  remedy: Sentence;
  /** What does it, or shows more, in a terminal. */
  command?: string;
  evidence: Evidence[];
  since?: Since;
  /** Worth knowing, and nothing is broken. */
  isNotice?: true;
}

/** What the cause does to another object. `stale`: it runs on at an older revision; `held`: somebody suspended it. */
export type Effect = 'broken' | 'waiting' | 'stale' | 'held';

export interface Victim {
  object: ObjectRef;
  effect: Effect;
}

export interface Cause extends Finding {
  victims: Victim[];
  /** The broken object never worked before; false: it did, and what it had goes on. */
  isFresh: boolean;
}
