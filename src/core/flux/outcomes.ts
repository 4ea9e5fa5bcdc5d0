import { conditionOf } from '../kubernetes/conditions.ts';
import { historyOf } from './history.ts';
import type { Row } from './row.ts';
import type { FluxState, StateName } from './state.ts';

/** What became of Kustomizations and HelmReleases since a moment, as far as their own status remembers. */
interface Outcomes {
  /** Builds and releases that were applied and had not been before. */
  applied: number;
  /** Some history holds nothing from before that moment, and was cut: there may have been others. */
  isMore: boolean;
  /** What failed at least once, in the order of the rows. */
  failed: Row[];
}

/** Moments, in milliseconds. */
interface Remembered {
  applied: number[];
  failed: number[];
  /** Of a history that was cut: when its oldest row began. */
  cutAt?: number;
}

/** So many rows a Kustomization's history has at most. */
const keptAtMost = 5;
const broken = new Set<StateName>(['failing', 'stalled', 'retrying']);
/** A page asks again with each change of any row, by rows that it makes anew. */
const known = new WeakMap<FluxState, Remembered>();

function rememberedBy(row: Row): Remembered {
  const isRelease = row.kind === 'HelmRelease';
  // A release says of each of its numbers when the first of them was installed.
  const history = historyOf(row.object).map(({ outcome, first, last, number }) => ({
    outcome,
    number,
    began: Date.parse((isRelease ? last : first) ?? ''),
    last: Date.parse(last ?? ''),
  }));
  const failed = history.filter(({ outcome }) => outcome === 'failed').map(({ last }) => last);
  if (broken.has(row.state)) {
    // Builds that fail before they are applied leave no row: of those the condition tells the last.
    failed.push(Date.parse(conditionOf(row.object, 'Ready')?.lastTransitionTime ?? ''));
  }
  const oldest = history.at(-1);
  const isCut = isRelease ? (oldest?.number ?? 1) > 1 : history.length >= keptAtMost;
  return {
    applied: history.filter(({ outcome }) => outcome === 'succeeded').map(({ began }) => began),
    failed,
    cutAt: isCut ? oldest?.began : undefined,
  };
}

/** Of other kinds nothing is counted: they keep no history. */
export function outcomesSince(rows: readonly Row[], since: number): Outcomes {
  const found: Outcomes = { applied: 0, isMore: false, failed: [] };
  for (const row of rows) {
    if (row.kind !== 'Kustomization' && row.kind !== 'HelmRelease') continue;
    const remembered = known.get(row.fluxState) ?? rememberedBy(row);
    known.set(row.fluxState, remembered);
    const { applied, failed, cutAt } = remembered;
    for (const at of applied) if (at >= since) found.applied += 1;
    if (cutAt !== undefined && cutAt >= since) found.isMore = true;
    if (failed.some(at => at >= since)) found.failed.push(row);
  }
  return found;
}
