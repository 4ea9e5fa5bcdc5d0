import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { appliedRevision, type ChangesSide, newestRevision } from '../../protocol/changes.ts';
import type { KnownRevision, TreeNode } from '../ledger/ledger.ts';
import { toCommit } from './commit.ts';
import type { LedgerReads } from './ledgerReads.ts';
import { findSource, type LiveFlux, servedRevision, sourceKeyOf, treeName } from './liveFlux.ts';
import { Refused } from './refused.ts';
import { findRevision } from './revisionFinder.ts';
import { type Side, sideOfTree } from './side.ts';
import type { Subject } from './subject.ts';

type Store = Pick<LedgerReads, 'revision' | 'revisions' | 'tree'>;

export interface FoundSide {
  side: Side;
  shown: ChangesSide;
  /** What the ledger has of the revision that is shown. */
  entry?: KnownRevision;
}

interface SideQuery {
  subject: Subject;
  /** The subject's source. */
  source: string;
  /** A revision, `applied` or `newest`. */
  asked: string;
}

/** What a side of a comparison is made of: one revision's tree, or each Kustomization at what it applied. */
export async function findSide(
  { subject, source, asked }: SideQuery,
  live: LiveFlux,
  ledger: Store
): Promise<FoundSide> {
  const object = findSource(live, source);
  if (asked === appliedRevision) return findApplied(subject, source, live, ledger);
  const entry =
    asked === newestRevision
      ? await findNewest(source, object, ledger)
      : await findRevision(ledger, source, asked);
  return { side: await toSide(entry, ledger), shown: toShown(entry, object), entry };
}

/** The entry of the revision that `asked` names, of a subject as a whole. */
export async function findEntry(
  { subject, source, asked }: SideQuery,
  live: LiveFlux,
  ledger: Store
): Promise<KnownRevision | undefined> {
  if (asked === newestRevision) return findNewest(source, findSource(live, source), ledger);
  if (asked !== appliedRevision) return findRevision(ledger, source, asked);
  return (await findApplied(subject, source, live, ledger)).entry;
}

async function toSide(entry: KnownRevision, ledger: Store): Promise<Side> {
  const nodes = entry.tree === undefined ? undefined : await ledger.tree(entry.tree);
  if (nodes) return sideOfTree(nodes);
  const problem = entry.problem ?? `${entry.revision} was not rendered`;
  return { nodes: new Map(), unknown: new Map(), problem };
}

function toShown(entry: KnownRevision, source: KubernetesObject | undefined): ChangesSide {
  const { revision, seenAt } = entry;
  return { revision, seenAt, commit: toCommit(entry, source) };
}

async function findNewest(
  source: string,
  object: KubernetesObject | undefined,
  ledger: Store
): Promise<KnownRevision> {
  const served = servedRevision(object);
  const known =
    served === undefined
      ? (await ledger.revisions({ source, limit: 1 }))[0]
      : await ledger.revision(source, served);
  if (known) return known;
  if (served === undefined) {
    throw new Refused('not-found', `${source}: it has served no revision yet`, 'revision');
  }
  throw new Refused('unavailable', `${source}: ${served} is being rendered: ask again in a moment`);
}

async function findApplied(
  subject: Subject,
  source: string,
  live: LiveFlux,
  ledger: Store
): Promise<FoundSide> {
  const applied = new Map(
    live
      .kustomizations()
      .filter(object => sourceKeyOf(object) === source)
      .map(object => [treeName(object), text(record(object.status).lastAppliedRevision) ?? ''])
  );
  const shown =
    subject.kind === 'Kustomization'
      ? applied.get(`${subject.namespace}/${subject.name}`) ?? ''
      : mostCommon([...applied.values()].filter(Boolean));
  // Where that is not known, nothing that could be said of the rest would answer the question.
  const entry = shown === '' ? undefined : await findRevision(ledger, source, shown);
  const trees = new Map<string, Promise<Map<string, TreeNode> | string>>();
  const treeOf = (revision: string) => {
    const tree = trees.get(revision) ?? readTree(source, revision, ledger);
    trees.set(revision, tree);
    return tree;
  };
  const side: Side = { nodes: new Map(), unknown: new Map() };
  for (const [name, revision] of applied) {
    if (revision === '') continue;
    const tree = await treeOf(revision);
    const node = typeof tree === 'string' ? undefined : tree.get(name);
    if (node) side.nodes.set(name, node);
    else {
      const why = typeof tree === 'string' ? tree : `${revision} was rendered without it`;
      side.unknown.set(name, why);
    }
  }
  const others = Object.fromEntries([...applied].filter(([, revision]) => revision !== shown));
  return {
    side,
    shown: {
      ...(entry ? toShown(entry, findSource(live, source)) : { revision: shown }),
      others: Object.keys(others).length > 0 ? others : undefined,
    },
    entry,
  };
}

/** A revision's nodes by name, or why there are none. */
async function readTree(
  source: string,
  revision: string,
  ledger: Store
): Promise<Map<string, TreeNode> | string> {
  const entry = await ledger.revision(source, revision);
  if (!entry) return `it applied ${revision}, which the ledger does not have`;
  const { nodes, problem } = await toSide(entry, ledger);
  return problem ?? nodes;
}

function mostCommon(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
