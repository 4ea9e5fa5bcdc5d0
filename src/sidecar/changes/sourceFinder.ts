import type { LedgerReads } from './ledgerReads.ts';
import { findSource, type LiveFlux, sourceKeyOf, treeName } from './liveFlux.ts';
import { Refused } from './refused.ts';
import type { Subject } from './subject.ts';

/** Revisions of each source in which a Kustomization that is not in the cluster is looked for. */
const lookedThrough = 20;

/** The source that a subject is about, `KIND/NAMESPACE/NAME`. */
export async function findSubjectSource(
  { kind, namespace, name, text }: Subject,
  live: LiveFlux,
  ledger: Pick<LedgerReads, 'revisions' | 'tree'>
): Promise<string> {
  if (kind !== 'Kustomization') {
    const isKnown =
      findSource(live, text) ?? (await ledger.revisions({ source: text, limit: 1 }))[0];
    if (isKnown) return text;
    throw new Refused('not-found', `${text}: no such source, here or in the ledger`, 'object');
  }
  const wanted = `${namespace}/${name}`;
  const object = live.kustomizations().find(each => treeName(each) === wanted);
  const source = object && sourceKeyOf(object);
  if (source) return source;
  // One that a commit adds, or took away: the trees know it.
  for (const candidate of live.sources()) {
    const key = `${candidate.kind}/${treeName(candidate)}`;
    const rows = await ledger.revisions({ source: key, limit: lookedThrough });
    const trees = new Set(rows.flatMap(({ tree }) => tree ?? []));
    for (const tree of trees) {
      const nodes = (await ledger.tree(tree)) ?? [];
      if (nodes.some(node => node.kustomization === wanted)) return key;
    }
  }
  throw new Refused(
    'not-found',
    `${text}: not in the cluster, nor in the last ${lookedThrough} revisions of any source`,
    'object'
  );
}
