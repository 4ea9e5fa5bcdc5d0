import { type Row, toRow } from '../../../core/flux/row.ts';
import type { ClusterView } from '../../live/views.ts';

/** Thousands, and hardly one of them is shown: they are made for each look, and not kept. */
export function rowsOf(clusters: readonly ClusterView[]): Row[] {
  return clusters.flatMap(({ kinds }) =>
    [...kinds.values()].flatMap(({ entries }) => entries.map(toRow))
  );
}
