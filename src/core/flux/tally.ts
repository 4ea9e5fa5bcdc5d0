import type { Row } from './row.ts';
import { type StateName, stateNames } from './state.ts';

/** How many rows are in each state, and how many are behind their source. */
export interface Tally {
  all: number;
  states: Record<StateName, number>;
  behind: number;
}

export function tallyOf(rows: Iterable<Row>): Tally {
  const states = Object.fromEntries(stateNames.map(name => [name, 0])) as Record<StateName, number>;
  const tally = { all: 0, states, behind: 0 };
  for (const row of rows) {
    tally.all += 1;
    states[row.state] += 1;
    if (row.isBehind) tally.behind += 1;
  }
  return tally;
}
