import type { AppliedVerdict } from '../../../../core/flux/applied.ts';
import type { StateName } from '../../../../core/flux/state.ts';
import type { ContainerLine } from '../../../../core/kubernetes/containers.ts';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import type { TroubleSince } from '../../../../core/kubernetes/troubleSince.ts';
import type { Sentence } from '../../../../core/sentence.ts';

type Verdict = AppliedVerdict['verdict'];

/** Where a row stands in the tree, from 1 on. */
interface Place {
  /** Unique in the tree, and the same as long as it is the same thing. */
  key: string;
  level: number;
  place: number;
  of: number;
  /** Undefined where there is nothing to open. */
  isOpen?: boolean;
}

/** All objects of one kind. */
export interface GroupRow extends Place {
  type: 'group';
  group: string;
  kind: string;
  counts: Readonly<Record<Verdict, number>>;
}

/** Something that was applied, or that a workload made. */
export interface ObjectRow extends Place {
  type: 'object';
  ref: ObjectRef;
  mark: StateName;
  says: Sentence;
  /** The controller's own words, where `says` has room for them. */
  message?: string;
  since?: TroubleSince;
  /** Who applied it last, where that is somebody else. */
  otherApplier?: ObjectRef;
}

export interface ContainerRow extends Place {
  type: 'container';
  pod: ObjectRef;
  container: ContainerLine;
}

/** The end of what a container wrote. */
export interface LogRow extends Place {
  type: 'log';
  pod: ObjectRef;
  container: ContainerLine;
}

/** What there is to say where no row is: still reading, nothing there, or why nobody looked. */
export interface NoteRow extends Place {
  type: 'note';
  says: Sentence;
}

export type InventoryRow = GroupRow | ObjectRow | ContainerRow | LogRow | NoteRow;
