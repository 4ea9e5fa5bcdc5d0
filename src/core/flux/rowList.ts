import { type Filter, matchesFilter } from './filter.ts';
import { compareRows, type Row } from './row.ts';
import { stateNames } from './state.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Rows as a list shows them. What has not changed keeps its identity. */
export interface RowListView {
  /** Those that the filter finds, in order. */
  rows: readonly Row[];
  /** Of what the filter finds whatever the state: a chip's number says what its click would show. */
  tally: Tally;
}

export interface RowList {
  /** `isTroubled`: whether a row that is ready stands over something broken; another function starts over. */
  update(all: readonly Row[], filter: Filter, isTroubled?: (row: Row) => boolean): RowListView;
}

const isNever = () => false;

/** More changes than this at once are a new list: starting over is then no slower. */
const fewest = 64;

/** Where two lists of the same length differ; undefined where that is in too many places. */
function differences(before: readonly Row[], after: readonly Row[]): number[] | undefined {
  if (before.length !== after.length) return undefined;
  const found: number[] = [];
  for (let index = 0; index < after.length; index += 1) {
    if (before[index] === after[index]) continue;
    found.push(index);
    if (found.length > fewest) return undefined;
  }
  return found;
}

/** The place of a row, or where it belongs, in rows that are in order. */
function placeOf(rows: readonly Row[], row: Row, troubled: ReadonlySet<Row>): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareRows(rows[middle] as Row, row, troubled) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSameTally(a: Tally, b: Tally): boolean {
  return (
    a.all === b.all &&
    a.behind === b.behind &&
    stateNames.every(name => a.states[name] === b.states[name])
  );
}

/**
 * Filters, sorts and counts rows, and after that only what has changed: one change among 5,000 rows
 * costs two binary searches and a copy, not a sort.
 */
export function createRowList(): RowList {
  let all: readonly Row[] = [];
  let filter: Filter | undefined;
  let anyState: Filter | undefined;
  let troubles: (row: Row) => boolean = isNever;
  /** Looked up once for each row: to sort compares each a dozen times. */
  let troubled = new Set<Row>();
  let view: RowListView = { rows: [], tally: tallyOf([]) };

  function start(next: readonly Row[], by: Filter): RowListView {
    const others = next.filter(row => matchesFilter(row, anyState ?? by));
    troubled = new Set(others.filter(troubles));
    const rows = others.filter(row => matchesFilter(row, by));
    rows.sort((a, b) => compareRows(a, b, troubled));
    return { rows, tally: tallyOf(others) };
  }

  function change(places: readonly number[], next: readonly Row[], by: Filter): RowListView {
    const rows = [...view.rows];
    const tally: Tally = { ...view.tally, states: { ...view.tally.states } };
    const count = (row: Row, by1: 1 | -1) => {
      if (!matchesFilter(row, anyState ?? by)) return;
      tally.all += by1;
      tally.states[row.state] += by1;
      if (row.isBehind) tally.behind += by1;
    };
    for (const place of places) {
      const [before, after] = [all[place] as Row, next[place] as Row];
      count(before, -1);
      count(after, 1);
      if (troubles(after)) troubled.add(after);
      if (matchesFilter(before, by)) rows.splice(placeOf(rows, before, troubled), 1);
      if (matchesFilter(after, by)) rows.splice(placeOf(rows, after, troubled), 0, after);
      troubled.delete(before);
    }
    return { rows, tally: isSameTally(tally, view.tally) ? view.tally : tally };
  }

  return {
    update(next, by, isTroubled = isNever) {
      const isAsBefore = filter === by && troubles === isTroubled;
      const places = isAsBefore ? differences(all, next) : undefined;
      if (places?.length === 0) return view;
      if (!places) {
        filter = by;
        troubles = isTroubled;
        anyState = { ...by, keys: { ...by.keys, state: [] } };
      }
      view = places ? change(places, next, by) : start(next, by);
      all = next;
      return view;
    },
  };
}
