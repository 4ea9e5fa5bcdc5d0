import type { HistoryRow } from '../../protocol/history.ts';
import type { TreeNode } from '../ledger/ledger.ts';
import type { ReadBuild } from './builds.ts';
import { compareSides, type Comparison } from './comparison.ts';
import type { LedgerReads } from './ledgerReads.ts';
import { isWithin, type Side, sideOfTree } from './side.ts';

/** What a revision did, beside the one before. */
export type RevisionSummary = Pick<HistoryRow, 'counts' | 'failures' | 'isTouched'>;

interface SummaryQuery {
  /** Hashes of trees; undefined where there is none. */
  before: string | undefined;
  tree: string;
  scope: string | undefined;
}

const kept = 5000;

export type ReadSummary = (query: SummaryQuery) => Promise<RevisionSummary>;

/** They are kept by the pair of trees that they compare: both are named by their content, so none is ever stale. */
export function createSummaries(): (
  ledger: Pick<LedgerReads, 'tree'>,
  readBuild: ReadBuild
) => ReadSummary {
  const known = new Map<string, RevisionSummary>();

  async function summarise(
    { before, tree, scope }: SummaryQuery,
    ledger: Pick<LedgerReads, 'tree'>,
    readBuild: ReadBuild
  ): Promise<RevisionSummary> {
    const read = async (hash: string | undefined): Promise<Side | undefined> => {
      const nodes: TreeNode[] | undefined =
        hash === undefined ? undefined : await ledger.tree(hash);
      return nodes && sideOfTree(nodes);
    };
    const right = await read(tree);
    if (!right) return {};
    const failed = failuresOf(right, scope);
    const failures = failed.length > 0 ? failed : undefined;
    const left = before === tree ? right : await read(before);
    if (!left) return { failures };
    const compared = await compareSides({
      left,
      right,
      scope,
      readBuild,
      isQuick: true,
    });
    return {
      counts: compared.compared > 0 ? countsOf(compared) : undefined,
      failures,
      isTouched: touchedBy(compared),
    };
  }

  return (ledger, readBuild) => async query => {
    const key = [query.before, query.tree, query.scope].join(' ');
    const summary = known.get(key) ?? (await summarise(query, ledger, readBuild));
    known.delete(key);
    known.set(key, summary);
    const [oldest = ''] = known.size > kept ? known.keys() : [];
    known.delete(oldest);
    return summary;
  };
}

function countsOf({ pairs }: Comparison) {
  const counts = { created: 0, changed: 0, deleted: 0 };
  for (const { left, right } of pairs) {
    counts[left === undefined ? 'created' : right === undefined ? 'deleted' : 'changed']++;
  }
  return counts;
}

function touchedBy({ pairs, kustomizations, compared }: Comparison): boolean | undefined {
  const said = kustomizations.filter(({ change }) => change !== 'partial');
  if (pairs.length > 0 || said.some(({ change }) => ['created', 'deleted'].includes(change))) {
    return true;
  }
  const failed = said.filter(({ change }) => change === 'failed');
  // One that fails on both sides may have changed all the same.
  const sides = new Map<string, number>();
  for (const { name } of failed) sides.set(name, (sides.get(name) ?? 0) + 1);
  if ([...sides.values()].includes(1)) return true;
  return said.length > 0 || compared === 0 ? undefined : false;
}

function failuresOf(side: Side, scope: string | undefined) {
  return [...side.nodes.values()].flatMap(({ kustomization, failure }) =>
    failure !== undefined && (scope === undefined || isWithin(side, kustomization, scope))
      ? [{ kustomization, message: failure }]
      : []
  );
}
