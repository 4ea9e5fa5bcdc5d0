import { revisionSource } from '../../core/flux/revisionSource.ts';
import type { Row } from '../../core/flux/row.ts';
import { refText } from '../../core/kubernetes/ref.ts';
import { changesPath } from '../parts/changesPath.ts';
import { objectPath } from '../parts/objectPath.ts';

/** Where a row's changes are shown: what is pending where something is, else its history. Undefined where it has none. */
export function changesOfRow(row: Row): string | undefined {
  if (!revisionSource(row)) return undefined;
  if (row.isBehind) {
    return changesPath(row.cluster, { of: refText(row.ref), from: 'applied', to: 'newest' });
  }
  const path = objectPath(row.cluster, row.ref);
  return path && `${path}?tab=changes`;
}
