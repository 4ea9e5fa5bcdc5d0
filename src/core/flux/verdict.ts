import type { Row } from './row.ts';
import { type Tally, tallyOf } from './tally.ts';
import { type Trouble, troublesOf } from './trouble.ts';

/** What a cluster's Flux objects say together. */
export interface Verdict {
  /** `checking`: not all is known yet. `unseen`: nothing may be read. `nothing`: there is no object. */
  name: 'checking' | 'unseen' | 'nothing' | 'broken' | 'unsettled' | 'well';
  /** Some kinds could not be read: what is said is said of the others. */
  isPartial: boolean;
  /** Some of those did not answer: it is not for lack of a right. */
  isUnreached: boolean;
  tally: Tally;
  /** One for each reason. */
  troubles: Trouble[];
  /** How many objects are broken. */
  broken: number;
  /** How many wait for what is broken, or failed because of it. */
  heldUp: number;
  /** Of the Kustomizations whose source's revision is known, how many have applied it. */
  newest: { count: number; total: number };
}

/** How much of a cluster's Flux objects has been read. */
export interface Reading {
  /** Every kind has answered, with objects or with a refusal. */
  isKnown: boolean;
  /** Some kind could not be read. */
  isPartial: boolean;
  /** Some kind for another reason than a missing right. */
  isUnreached?: boolean;
}

function nameOf({ isKnown, isPartial }: Reading, tally: Tally, broken: number): Verdict['name'] {
  // What is broken is so whatever else comes; "all is well" waits for the last kind.
  if (broken > 0) return 'broken';
  if (!isKnown) return 'checking';
  if (tally.all === 0) return isPartial ? 'unseen' : 'nothing';
  const settled = tally.states.ready + tally.states.suspended;
  return settled === tally.all && tally.behind === 0 ? 'well' : 'unsettled';
}

export function verdictOf(rows: readonly Row[], reading: Reading): Verdict {
  const tally = tallyOf(rows);
  const troubles = troublesOf(rows);
  const broken = troubles.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  const heldUp = new Set(troubles.flatMap(({ holdsUp }) => holdsUp.map(row => row.key))).size;
  const measured = rows.filter(row => row.kind === 'Kustomization' && row.hasSourceRevision);
  const count = measured.filter(row => row.revisions.current && !row.isBehind).length;
  const name = nameOf(reading, tally, broken);
  return {
    name,
    isPartial: reading.isPartial,
    isUnreached: reading.isUnreached ?? false,
    tally,
    troubles,
    broken,
    heldUp,
    newest: { count, total: measured.length },
  };
}
