import type { Row } from './row.ts';
import { type Tally, tallyOf } from './tally.ts';
import { type Trouble, troublesOf } from './trouble.ts';

/** What a cluster's Flux objects say together. */
export interface Verdict {
  /** `checking`: nothing is known yet. `nothing`: there is no object. */
  name: 'checking' | 'nothing' | 'broken' | 'unsettled' | 'well';
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

export function verdictOf(rows: readonly Row[], isKnown: boolean): Verdict {
  const tally = tallyOf(rows);
  const troubles = troublesOf(rows);
  const broken = troubles.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  const heldUp = new Set(troubles.flatMap(({ holdsUp }) => holdsUp.map(row => row.key))).size;
  const measured = rows.filter(row => row.kind === 'Kustomization' && row.hasSourceRevision);
  const count = measured.filter(row => row.revisions.current && !row.isBehind).length;
  const settled = tally.states.ready + tally.states.suspended;
  const name =
    !isKnown && rows.length === 0
      ? 'checking'
      : rows.length === 0
      ? 'nothing'
      : troubles.length > 0
      ? 'broken'
      : settled === tally.all && tally.behind === 0
      ? 'well'
      : 'unsettled';
  return { name, tally, troubles, broken, heldUp, newest: { count, total: measured.length } };
}
