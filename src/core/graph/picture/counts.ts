import { type StateName, stateNames } from '../../flux/state.ts';

/** How many are in each state; `none` of which nobody says any. */
export type Counts = Partial<Record<StateName | 'none', number>>;

const rank = new Map<StateName | undefined, number>(stateNames.map((name, at) => [name, at]));

/** Smaller: needs attention first. */
export function urgencyOf(state: StateName | undefined): number {
  return rank.get(state) ?? stateNames.length;
}

/** What a group shows for all of its members. */
export function worstOf(counts: Counts): StateName | undefined {
  return stateNames.find(name => (counts[name] ?? 0) > 0);
}
