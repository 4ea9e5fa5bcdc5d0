import { type Row, toRow } from '../../core/flux/row.ts';
import type { FluxEntry } from '../live/views.ts';

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
