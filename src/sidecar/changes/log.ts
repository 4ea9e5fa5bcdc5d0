import { parseRevision } from '../../core/flux/revision.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { appliedRevision, newestRevision } from '../../protocol/changes.ts';
import type { LogAnswer, LoggedCommit } from '../../protocol/history.ts';
import type { CommitFacts, KnownRevision, TreeNode } from '../ledger/ledger.ts';
import type { ReadBuild } from './builds.ts';
import { toCommit } from './commit.ts';
import type { HistoryReads } from './history.ts';
import type { LedgerReads } from './ledgerReads.ts';
import { findSource } from './liveFlux.ts';
import { sideOfTree } from './side.ts';
import { findEntry } from './sideFinder.ts';
import { findSubjectSource } from './sourceFinder.ts';
import { parseSubject } from './subject.ts';
import { readsAt, touchesOf } from './touches.ts';

export interface LogQuery {
  of: string;
  from?: string;
  to?: string;
  signal?: AbortSignal;
}

/** Commits after one up to another, newest first, from Git itself. */
export interface CommitRange {
  commits: CommitFacts[];
  /** Whether `from` was reached: none is missing. */
  isComplete: boolean;
}

/** Undefined where Git may not be asked, or knows nothing of the commits. */
export type ReadCommits = (
  source: KubernetesObject,
  range: { from: string; to: string; limit: number; signal?: AbortSignal }
) => Promise<CommitRange | undefined>;

interface LogReads extends HistoryReads {
  readBuild: ReadBuild;
  readCommits?: ReadCommits;
}

const limit = 200;

/** The commits between two revisions. Throws `Refused`. */
export async function readLog(
  query: LogQuery,
  { ledger, live, summary, readBuild, readCommits }: LogReads
): Promise<LogAnswer> {
  const subject = parseSubject(query.of);
  const source = await findSubjectSource(subject, live, ledger);
  const find = (asked: string) => findEntry({ subject, source, asked }, live, ledger);
  const [from, to] = [
    await find(query.from ?? appliedRevision),
    await find(query.to ?? newestRevision),
  ];
  const scope =
    subject.kind === 'Kustomization' ? `${subject.namespace}/${subject.name}` : undefined;
  const object = findSource(live, source);
  const answer = (commits: LoggedCommit[], isComplete: boolean): LogAnswer => ({
    version: 1,
    of: subject.text,
    from: from?.revision ?? '',
    to: to?.revision ?? '',
    commits,
    count: commits.length,
    isComplete,
  });
  if (!to || from?.revision === to.revision) return answer([], true);

  const seen = await revisionsBetween(source, from, to, ledger);
  const touches = async (
    entry: KnownRevision,
    before: KnownRevision | undefined
  ): Promise<{ touches?: boolean }> => {
    if (entry.tree === undefined) return {};
    const { isTouched } = await summary({ before: before?.tree, tree: entry.tree, scope });
    return isTouched === undefined ? {} : { touches: isTouched };
  };
  const hashOf = ({ revision }: KnownRevision) => parseRevision(revision).hash ?? '';

  const [fromHash, toHash] = [from ? hashOf(from) : '', hashOf(to)];
  const range =
    object && fromHash && toHash
      ? await readCommits?.(object, { from: fromHash, to: toHash, limit, signal: query.signal })
      : undefined;
  if (range) {
    const commits: LoggedCommit[] = [];
    const readsOf = async (entry: KnownRevision | undefined) => {
      const nodes = entry?.tree === undefined ? undefined : await ledger.tree(entry.tree);
      const filesOf = async ({ build }: TreeNode) =>
        build === undefined ? [] : (await readBuild(build)).flatMap(({ file }) => file ?? []);
      return nodes && readsAt(sideOfTree(nodes), scope, filesOf);
    };
    const [left, right] = [await readsOf(from), await readsOf(to)];
    // Without all of them nobody knows what the last one follows.
    const ends = { from: range.isComplete ? left : undefined, to: right };
    const touched = ends.to ? touchesOf(range.commits, { ...ends, to: ends.to }) : [];
    for (const [index, facts] of range.commits.entries()) {
      const at = seen.findIndex(entry => hashOf(entry) === facts.hash);
      const [entry, before] = [seen[at], seen[at + 1] ?? from];
      // What a revision brought is what this commit did only where the revision before is its parent.
      const isAlone = before && facts.parents?.[0] === hashOf(before);
      const revision = to.revision.replace(toHash, facts.hash);
      const commit = toCommit({ revision, commit: facts }, object);
      if (!commit) continue;
      const rendered = entry && isAlone ? await touches(entry, before) : {};
      const either = [rendered.touches, touched[index]].filter(each => each !== undefined);
      commits.push({ ...commit, ...(either.length > 0 ? { touches: either.includes(true) } : {}) });
    }
    return answer(commits, range.isComplete);
  }

  const commits: LoggedCommit[] = [];
  for (const [index, entry] of seen.entries()) {
    const facts = entry.commit ?? { hash: hashOf(entry), subject: '' };
    const commit = toCommit({ revision: entry.revision, commit: facts }, object);
    if (commit) commits.push({ ...commit, ...(await touches(entry, seen[index + 1] ?? from)) });
  }
  return answer(commits, isChain(seen, from));
}

/** What the ledger saw after one revision up to another, newest first. */
async function revisionsBetween(
  source: string,
  from: KnownRevision | undefined,
  to: KnownRevision,
  ledger: Pick<LedgerReads, 'revisions'>
): Promise<KnownRevision[]> {
  const rows = await ledger.revisions({ source, limit: 2000 });
  const start = rows.findIndex(({ revision }) => revision === to.revision);
  const end = from
    ? rows.findIndex(({ revision }) => revision === from.revision)
    : Math.min(rows.length, start + limit);
  return start < 0 || end < 0 ? [] : rows.slice(start, Math.max(start, end)).slice(0, limit);
}

/** Whether each commit follows the one that was seen before it, down to `from`. */
function isChain(seen: readonly KnownRevision[], from: KnownRevision | undefined): boolean {
  if (!from) return false;
  return seen.every(({ commit }, index) => {
    const before = seen[index + 1] ?? from;
    return commit?.parents?.[0] === parseRevision(before.revision).hash;
  });
}
