import type { Failure, InformerPhase } from './informerPhase.ts';
import type { Page, WatchFrame } from './listAnswer.ts';
import type { Collection, ObjectChange } from './objectChange.ts';

/** What happened. `request` names the request that it answers: answers to older ones are ignored. */
export type InformerEvent =
  /** `isStreamed`: the watch is to bring what is there, too, if the server can. */
  | { type: 'start'; isStreamed?: boolean }
  | { type: 'page'; request: number; page: Page }
  | { type: 'opened'; request: number }
  | { type: 'frame'; request: number; frame: WatchFrame }
  /** The server ended a watch in good order. */
  | { type: 'ended'; request: number }
  | { type: 'failed'; request: number; why: Failure }
  /** Time has passed; asked for by `wakeAt`. */
  | { type: 'tick' }
  | { type: 'close' };

/** What is to be done. */
export type InformerRequest =
  | { type: 'list'; request: number; query: Record<string, string> }
  | { type: 'watch'; request: number; query: Record<string, string> }
  | { type: 'cancel'; request: number };

/** What the informer is about. */
export type Stage =
  | { name: 'idle' }
  | {
      name: 'listing';
      request: number;
      since: number;
      deadline: number;
      seen: ReadonlySet<string>;
    }
  /** A watch brings what is there, before what changes. */
  | { name: 'streaming'; request: number; since: number; deadline: number }
  | { name: 'opening'; request: number; since: number; deadline: number }
  | { name: 'watching'; request: number; openedAt: number }
  | { name: 'waiting'; until: number };

export interface InformerState {
  phase: InformerPhase;
  stage: Stage;
  /** Where the next watch begins. */
  resourceVersion: string;
  /** The last page, event or bookmark. */
  heardAt?: number;
  /** Failures in a row, for the backoff. */
  attempt: number;
  /** Why the last watch could not be opened: a list that succeeds does not make it live. */
  watchTrouble?: Failure;
  /** The newest request's number. */
  request: number;
  synced: boolean;
}

/** The world as values: time, randomness (0 to 1) and the objects held. */
export interface InformerWorld {
  now: number;
  random: number;
  objects: Collection;
}

export interface InformerStep {
  state: InformerState;
  requests: InformerRequest[];
  /** To be applied to the collection, in order. */
  changes: ObjectChange[];
}

export const initialState: InformerState = {
  phase: { name: 'loading', loaded: 0 },
  stage: { name: 'idle' },
  resourceVersion: '',
  attempt: 0,
  request: 0,
  synced: false,
};
