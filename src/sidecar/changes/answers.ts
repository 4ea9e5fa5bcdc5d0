import type { HistoryAnswer, LogAnswer } from '../../protocol/history.ts';
import { createBuilds } from './builds.ts';
import { type ChangeSet, type ChangesQuery, createChangeSet } from './changeSet.ts';
import { type HistoryQuery, readHistory } from './history.ts';
import { type LedgerReads, readsUntil } from './ledgerReads.ts';
import type { LiveFlux } from './liveFlux.ts';
import { type LogQuery, type ReadCommits, readLog } from './log.ts';
import { type Reply, toReply } from './refused.ts';
import { createSummaries } from './revisionSummary.ts';

/** What is answered of revisions: from the ledger and from what the cluster has now. */
export interface Answers {
  changes(query: ChangesQuery): Promise<Reply<ChangeSet>>;
  history(query: HistoryQuery): Promise<Reply<HistoryAnswer>>;
  log(query: LogQuery): Promise<Reply<LogAnswer>>;
}

interface AnswersOptions {
  ledger: LedgerReads;
  live: LiveFlux;
  /** From Git, where it may be asked. */
  readCommits?: ReadCommits;
}

export function createAnswers({ ledger, live, readCommits }: AnswersOptions): Answers {
  const buildsOf = createBuilds();
  const summariesOf = createSummaries();
  const readsFor = (signal: AbortSignal | undefined) => {
    const reads = readsUntil(ledger, signal);
    const readBuild = buildsOf(reads);
    const summary = summariesOf(reads, readBuild);
    return { ledger: reads, live, readBuild, summary, readCommits };
  };
  return {
    changes: query => toReply(() => createChangeSet(query, readsFor(query.signal))),
    history: query => toReply(() => readHistory(query, readsFor(query.signal))),
    log: query => toReply(() => readLog(query, readsFor(query.signal))),
  };
}
