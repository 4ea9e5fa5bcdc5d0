import { useMemo, useRef } from 'react';
import { type Row, toRow } from '../../core/flux/row.ts';
import type { FluxEntry, KindView } from '../live/views.ts';

const rows = new WeakMap<FluxEntry, Row>();

/** An entry's row, made once: an entry is another one only when its object or source has changed. */
export function rowOf(entry: FluxEntry): Row {
  let row = rows.get(entry);
  if (!row) {
    row = toRow(entry);
    rows.set(entry, row);
  }
  return row;
}

/** The rows of entries, most of them those of the entries before. */
function toRows(
  entries: readonly FluxEntry[],
  before: { entries: readonly FluxEntry[]; rows: readonly Row[] }
): readonly Row[] {
  return entries.map((entry, index) =>
    before.entries[index] === entry ? before.rows[index] ?? rowOf(entry) : rowOf(entry)
  );
}

/** All rows of a kind, in the order of the store. */
export function useRows(views: readonly { view: KindView }[]): readonly Row[] {
  const before = useRef<{ entries: readonly FluxEntry[]; rows: readonly Row[] }>({
    entries: [],
    rows: [],
  });
  return useMemo(() => {
    const [only, ...others] = views;
    const entries =
      only && others.length === 0 ? only.view.entries : views.flatMap(({ view }) => view.entries);
    const rows = toRows(entries, before.current);
    before.current = { entries, rows };
    return rows;
  }, [views]);
}
