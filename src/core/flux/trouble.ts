import { refKey } from '../kubernetes/ref.ts';
import { shortenMessage } from './message.ts';
import { compareRows, type Row } from './row.ts';

/** Something broken, and what cannot go on because of it. */
export interface Trouble {
  row: Row;
  /** Others of its kind that say the very same: one reason, not as many. */
  alike: Row[];
  /** Objects that wait for any of them, or that failed only because they did. */
  holdsUp: Row[];
}

const broken = new Set(['failing', 'stalled', 'retrying']);

function keyOf(row: Row, ref: Row['ref']): string {
  return `${row.cluster}/${refKey(ref)}`;
}

/** What the row itself says is to blame: the object it waits for, or broken objects its message names. */
function blamed(row: Row, rows: ReadonlyMap<string, Row>): Row | undefined {
  if (row.cause?.other) return rows.get(keyOf(row, row.cause.other));
  if (!broken.has(row.state)) return undefined;
  const { parts } = shortenMessage(row.fluxState.message ?? '');
  for (const { ref } of parts) {
    const other = ref && rows.get(keyOf(row, ref));
    if (other && other !== row && broken.has(other.state)) return other;
  }
  return undefined;
}

/** The end of the chain of blame. A cycle ends where it closes. */
function rootOf(row: Row, rows: ReadonlyMap<string, Row>): Row {
  const seen = new Set([row.key]);
  let at = row;
  for (let next = blamed(at, rows); next && !seen.has(next.key); next = blamed(at, rows)) {
    if (next.state === 'ready') break;
    seen.add(next.key);
    at = next;
  }
  return at;
}

/** The same for rows of a kind whose controllers say the same words. Without words each is its own. */
function reasonOf({ cluster, kind, state, cause, key }: Row): string {
  return cause?.message ? [cluster, kind, state, cause.message].join('\n') : key;
}

/** What is broken, each with what it holds up: most victims first within a state. */
export function troublesOf(all: Iterable<Row>): Trouble[] {
  const rows = new Map<string, Row>();
  for (const row of all) rows.set(row.key, row);
  const troubles = new Map<string, Trouble>();
  const troubleOf = (row: Row): Trouble => {
    const reason = reasonOf(row);
    const known = troubles.get(reason);
    if (!known) troubles.set(reason, { row, alike: [], holdsUp: [] });
    else if (known.row !== row && !known.alike.includes(row)) known.alike.push(row);
    return troubles.get(reason) ?? { row, alike: [], holdsUp: [] };
  };
  for (const row of rows.values()) {
    if (!broken.has(row.state) && row.state !== 'pending') continue;
    const root = rootOf(row, rows);
    if (root === row && broken.has(row.state)) troubleOf(row);
    else if (root !== row && broken.has(root.state)) troubleOf(root).holdsUp.push(row);
    else if (broken.has(row.state)) troubleOf(row);
  }
  for (const trouble of troubles.values()) {
    trouble.alike.sort(compareRows);
    trouble.holdsUp.sort(compareRows);
  }
  return [...troubles.values()].sort(
    (a, b) => b.holdsUp.length - a.holdsUp.length || compareRows(a.row, b.row)
  );
}
