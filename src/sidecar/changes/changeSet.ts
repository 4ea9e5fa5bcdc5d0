import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { appliedRevision, type ChangesHead, newestRevision } from '../../protocol/changes.ts';
import type { ReadBuild } from './builds.ts';
import { changeLines } from './changeLines.ts';
import { compareSides, isNode } from './comparison.ts';
import type { LedgerReads } from './ledgerReads.ts';
import { type LiveFlux, treeName } from './liveFlux.ts';
import { inOrder } from './pairOrder.ts';
import { Refused } from './refused.ts';
import { createFates } from './removal.ts';
import type { Side } from './side.ts';
import { findSide } from './sideFinder.ts';
import { findSubjectSource } from './sourceFinder.ts';
import { parseSubject } from './subject.ts';

export interface ChangesQuery {
  /** `KIND/NAMESPACE/NAME`. */
  of: string;
  from?: string;
  to?: string;
  /** Aborted when nobody waits for the answer any more: the ledger is read no further. */
  signal?: AbortSignal;
}

/** What differs between two revisions: planned whole, its objects read as the lines are taken. */
export interface ChangeSet {
  /** Changes whenever a line would. */
  digest: string;
  lines: AsyncIterable<string>;
}

interface Reads {
  ledger: LedgerReads;
  live: LiveFlux;
  readBuild: ReadBuild;
}

/** Plans a change set. Throws `Refused`. */
export async function createChangeSet(query: ChangesQuery, reads: Reads): Promise<ChangeSet> {
  const { ledger, live, readBuild } = reads;
  const subject = parseSubject(query.of);
  const source = await findSubjectSource(subject, live, ledger);
  const ask = (asked: string) => findSide({ subject, source, asked }, live, ledger);
  const [from, to] = [
    await ask(query.from ?? appliedRevision),
    await ask(query.to ?? newestRevision),
  ];
  const scope =
    subject.kind === 'Kustomization' ? `${subject.namespace}/${subject.name}` : undefined;
  if (scope) mustKnow(scope, subject.text, from.side, to.side);
  const { pairs, kustomizations, unchanged, compared } = await compareSides({
    left: from.side,
    right: to.side,
    scope,
    readBuild,
  });
  const halted = live.kustomizations().filter(({ spec }) => spec?.suspend === true);
  const halts = new Set(halted.map(treeName));
  const isSuspended = (name: string): boolean => halts.has(name);
  const fates = createFates({
    left: from.side,
    right: to.side,
    isSuspended,
    readKustomization: (parent, name) => readKustomization(parent, name, from.side, reads),
  });
  for (const line of kustomizations) {
    if (line.change === 'deleted') line.fate = await fates.ofKustomization(line.name);
  }
  const head: ChangesHead = {
    type: 'head',
    version: 1,
    of: subject.text,
    source,
    from: from.shown,
    to: to.shown,
    counts: { objects: pairs.length, unchanged, kustomizations: compared },
  };
  const ordered = inOrder(pairs);
  // What becomes of objects is judged line by line; this is what it hangs on besides the trees.
  const suspended = kustomizations.filter(({ name }) => isSuspended(name)).map(({ name }) => name);
  const plan = JSON.stringify([head, kustomizations, ordered, suspended]);
  return {
    digest: createHash('sha256').update(plan).digest('hex').slice(0, 32),
    lines: changeLines({
      head,
      kustomizations,
      pairs: ordered,
      readObjects: hashes => ledger.objects(hashes),
      fateOf: fates.ofObject,
    }),
  };
}

function mustKnow(name: string, shown: string, left: Side, right: Side): void {
  const isKnown = [left, right].some(
    side => side.problem !== undefined || side.nodes.has(name) || side.unknown.has(name)
  );
  if (isKnown) return;
  throw new Refused('not-found', `${shown}: neither revision renders it`, 'object');
}

async function readKustomization(
  parent: string,
  name: string,
  side: Side,
  { ledger, readBuild }: Reads
): Promise<KubernetesObject | undefined> {
  const build = side.nodes.get(parent)?.build;
  if (build === undefined) return undefined;
  const object = (await readBuild(build)).find(
    ({ ref }) => isNode(ref) && `${ref.namespace}/${ref.name}` === name
  );
  const text = object && (await ledger.objects([object.hash])).get(object.hash);
  return text === undefined ? undefined : (JSON.parse(text) as KubernetesObject);
}
