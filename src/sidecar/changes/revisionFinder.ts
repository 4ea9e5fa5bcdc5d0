import { parseRevision } from '../../core/flux/revision.ts';
import type { KnownRevision } from '../ledger/ledger.ts';
import type { LedgerReads } from './ledgerReads.ts';
import { Refused } from './refused.ts';

/** How far back a part of a hash is looked for. */
const lookedThrough = 2000;

/** A revision as the ledger has it, by its whole text or by the first 7 digits and more of its hash. */
export async function findRevision(
  ledger: Pick<LedgerReads, 'revision' | 'revisions'>,
  source: string,
  asked: string
): Promise<KnownRevision> {
  const exact = await ledger.revision(source, asked);
  if (exact) return exact;
  const rows = await ledger.revisions({ source, limit: lookedThrough });
  if (/^[0-9a-f]{7,64}$/i.test(asked)) {
    const begin = asked.toLowerCase();
    const found = rows.filter(({ revision }) => parseRevision(revision).hash?.startsWith(begin));
    const [first, second] = found;
    if (first && !second) return first;
    if (second) {
      const names = found.map(({ revision }) => revision).join(', ');
      throw new Refused(
        'bad-request',
        `${source}: ${asked} may be each of ${names}: give more of it`
      );
    }
  }
  throw new Refused('not-found', `${source}: ${missing(asked, rows)}`, 'revision');
}

function missing(asked: string, rows: readonly KnownRevision[]): string {
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (!newest || !oldest)
    return `revision ${asked} is not known here: the ledger has none of it yet`;
  const since = new Date(oldest.seenAt).toISOString();
  const count = rows.length === 1 ? '1 revision' : `${rows.length} revisions`;
  return `revision ${asked} is not known here: the ledger has ${count} since ${since}, the newest is ${newest.revision}`;
}
