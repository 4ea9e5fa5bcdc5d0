import { type ObjectRef, refKey } from '../kubernetes/ref.ts';
import type { Row } from './row.ts';

/** What Kustomizations are built from: only of these is kept what a revision renders to. */
const builtFrom = new Set(['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact']);

/** The source whose revisions an object shows: itself, or what a Kustomization is built from. */
export function revisionSource({ kind, ref, sourceRef }: Row): ObjectRef | undefined {
  const source = kind === 'Kustomization' ? sourceRef : ref;
  return source && builtFrom.has(source.kind) ? source : undefined;
}

/** What the source of `revisionSource` serves now, where that is known. */
export function servedRevision({ kind, behind, revisions, hasSourceRevision }: Row) {
  if (kind !== 'Kustomization') return revisions.current;
  return behind ?? (hasSourceRevision ? revisions.current : undefined);
}

/** The rows that have not applied what their source serves, by that source. */
export function behindBySource(rows: Iterable<Row>): { source: ObjectRef; rows: Row[] }[] {
  const groups = new Map<string, { source: ObjectRef; rows: Row[] }>();
  for (const row of rows) {
    const source = row.isBehind ? revisionSource(row) : undefined;
    if (!source) continue;
    const key = `${row.cluster} ${refKey(source)}`;
    const group = groups.get(key) ?? { source, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}
