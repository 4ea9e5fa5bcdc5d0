import type { Cause } from '../diagnosis/finding.ts';
import { refKey } from '../kubernetes/ref.ts';
import type { Row } from './row.ts';
import { type Tally, tallyOf } from './tally.ts';

/** What a cluster's Flux objects say together. */
export interface Verdict {
  /** `checking`: not all is known yet. `unseen`: nothing may be read. `nothing`: there is no object. */
  name: 'checking' | 'unseen' | 'nothing' | 'broken' | 'unsettled' | 'well';
  /** Some kinds could not be read: what is said is said of the others. */
  isPartial: boolean;
  /** Some of those did not answer: it is not for lack of a right. */
  isUnreached: boolean;
  tally: Tally;
  /** How many things are broken, first causes only. */
  broken: number;
  /** How many others are broken by them, wait for them, or run on at what they had. */
  heldUp: number;
  /** Of what Flux applied. */
  applied: { healthy: number; unhealthy: number; notChecked: number };
  /** Of the Kustomizations whose source's revision is known, how many have applied it. */
  newest: { count: number; total: number };
}

/** What was found wrong in one cluster, and how much of what Flux applied was looked at. */
export interface Found {
  diagnosis: { causes: readonly Cause[] };
  checked: number;
  notChecked: number;
  unhealthy: number;
}

/** How much has been read, of Flux's objects and of what they applied. */
export interface Reading {
  /** Every read has answered, with objects or with a refusal. */
  isKnown: boolean;
  /** Some kind could not be read. */
  isPartial: boolean;
  /** Some kind for another reason than a missing right. */
  isUnreached?: boolean;
}

function nameOf(
  { isKnown, isPartial }: Reading,
  tally: Tally,
  { broken, unhealthy }: { broken: number; unhealthy: number }
): Verdict['name'] {
  // What is broken is so whatever else comes; "all is well" waits for the last answer.
  if (broken > 0) return 'broken';
  if (!isKnown) return 'checking';
  if (tally.all === 0) return isPartial ? 'unseen' : 'nothing';
  const settled = tally.states.ready + tally.states.static + tally.states.suspended;
  const isSettled = settled === tally.all && tally.behind === 0 && unhealthy === 0;
  return isSettled ? 'well' : 'unsettled';
}

/** Who suffers from the causes of one cluster, without those that are causes themselves or that somebody suspended. */
function heldUpBy(causes: readonly Cause[]): number {
  const victims = causes.flatMap(cause => cause.victims.filter(({ effect }) => effect !== 'held'));
  const suffering = new Set(victims.map(({ object }) => refKey(object)));
  for (const { object, workload } of causes) suffering.delete(refKey(workload ?? object));
  return suffering.size;
}

export function verdictOf(
  rows: readonly Row[],
  found: readonly Found[],
  reading: Reading
): Verdict {
  const tally = tallyOf(rows);
  const sum = (count: (each: Found) => number) =>
    found.reduce((total, each) => total + count(each), 0);
  const broken = sum(({ diagnosis }) => diagnosis.causes.length);
  const unhealthy = sum(each => each.unhealthy);
  const measured = rows.filter(row => row.kind === 'Kustomization' && row.hasSourceRevision);
  const count = measured.filter(row => row.revisions.current && !row.isBehind).length;
  return {
    name: nameOf(reading, tally, { broken, unhealthy }),
    isPartial: reading.isPartial,
    isUnreached: reading.isUnreached ?? false,
    tally,
    broken,
    heldUp: sum(({ diagnosis }) => heldUpBy(diagnosis.causes)),
    applied: {
      healthy: sum(each => each.checked - each.unhealthy),
      unhealthy,
      notChecked: sum(each => each.notChecked),
    },
    newest: { count, total: measured.length },
  };
}
