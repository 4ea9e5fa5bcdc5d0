import type { HistoryAnswer, HistoryRow, RevisionOutcome } from '../../protocol/history.ts';
import type { KnownRevision } from '../ledger/ledger.ts';
import { toCommit } from './commit.ts';
import type { LedgerReads } from './ledgerReads.ts';
import { findSource, type LiveFlux } from './liveFlux.ts';
import type { ReadSummary } from './revisionSummary.ts';
import { findSubjectSource } from './sourceFinder.ts';
import { parseSubject } from './subject.ts';

export interface HistoryQuery {
  of: string;
  limit: number;
  /** Milliseconds: revisions seen before. */
  before?: number;
  signal?: AbortSignal;
}

export interface HistoryReads {
  ledger: LedgerReads;
  live: LiveFlux;
  summary: ReadSummary;
}

/** The revisions of a source, newest first, and what each did. Throws `Refused`. */
export async function readHistory(
  { of, limit, before }: HistoryQuery,
  { ledger, live, summary }: HistoryReads
): Promise<HistoryAnswer> {
  const subject = parseSubject(of);
  const source = await findSubjectSource(subject, live, ledger);
  const scope =
    subject.kind === 'Kustomization' ? `${subject.namespace}/${subject.name}` : undefined;
  // One more than is told: each row is compared with the one before it.
  const found = await ledger.revisions({ source, limit: limit + 1, before });
  const shown = found.slice(0, limit);
  const outcomes = scope
    ? await outcomesOf(subject.text, shown, ledger)
    : new Map<string, RevisionOutcome>();
  const object = findSource(live, source);
  const rows: HistoryRow[] = [];
  for (const [index, entry] of shown.entries()) {
    const commit = toCommit(entry, object);
    const outcome = outcomes.get(entry.revision);
    const { tree } = entry;
    const did =
      tree === undefined ? {} : await summary({ before: found[index + 1]?.tree, tree, scope });
    rows.push({
      revision: entry.revision,
      seenAt: entry.seenAt,
      commit,
      ...did,
      outcome,
      problem: entry.problem,
    });
  }
  const { oldest } = await ledger.stats();
  const last = shown.at(-1);
  return {
    version: 1,
    of: subject.text,
    source,
    since: oldest,
    rows,
    next: found.length > limit && last ? String(last.seenAt) : undefined,
  };
}

const page = 200;
const mostPages = 5;

/** The last outcome of each revision: how it ended, where it did, for a later run of it that is under way says less. */
async function outcomesOf(
  object: string,
  rows: readonly KnownRevision[],
  ledger: Pick<LedgerReads, 'outcomes'>
): Promise<Map<string, RevisionOutcome>> {
  const wanted = new Set(rows.map(({ revision }) => revision));
  const earliest = Math.min(...rows.map(({ seenAt }) => seenAt));
  const found = new Map<string, RevisionOutcome>();
  let before: number | undefined;
  for (let read = 0; read < mostPages && rows.length > 0; read++) {
    const outcomes = await ledger.outcomes({ object, limit: page, before });
    for (const { revision, state, at, durationMs, message } of outcomes) {
      if (revision === undefined || !wanted.has(revision)) continue;
      const later = found.get(revision);
      if (later && (later.state !== 'progressing' || state === 'progressing')) continue;
      found.set(revision, { state, at, durationMs, message });
    }
    const last = outcomes.at(-1);
    if (outcomes.length < page || !last || last.at < earliest) break;
    before = last.at;
  }
  return found;
}
