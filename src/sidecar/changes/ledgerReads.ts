import type { Ledger } from '../ledger/ledger.ts';

/** What answers read of the ledger. */
export type LedgerReads = Pick<
  Ledger,
  'revision' | 'revisions' | 'tree' | 'build' | 'objects' | 'outcomes' | 'stats'
>;

/** The same ledger, which throws once nobody waits for the answer any more. */
export function readsUntil(ledger: LedgerReads, signal: AbortSignal | undefined): LedgerReads {
  if (!signal) return ledger;
  const look = async <T>(read: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    return read();
  };
  return {
    revision: (source, revision) => look(() => ledger.revision(source, revision)),
    revisions: query => look(() => ledger.revisions(query)),
    tree: hash => look(() => ledger.tree(hash)),
    build: hash => look(() => ledger.build(hash)),
    objects: hashes => look(() => ledger.objects(hashes)),
    outcomes: query => look(() => ledger.outcomes(query)),
    stats: () => look(() => ledger.stats()),
  };
}
