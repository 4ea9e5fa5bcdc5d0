import { type ObjectRef, refKey, type VersionedRef } from '../../core/kubernetes/ref.ts';
import type { KustomizationLine } from '../../protocol/changes.ts';
import type { BuildObject } from '../ledger/ledger.ts';
import type { ReadBuild } from './builds.ts';
import { isWithin, type NodeState, nodeState, type Side } from './side.ts';

/** One object that differs: hashes of what each side renders. */
export interface Pair {
  kustomization: string;
  /** The Kustomization that renders it on the left, where that is another. */
  was?: string;
  ref: VersionedRef;
  left?: string;
  right?: string;
  file?: string;
  leftFile?: string;
}

export interface Comparison {
  kustomizations: KustomizationLine[];
  pairs: Pair[];
  unchanged: number;
  /** How many Kustomizations were compared. */
  compared: number;
}

interface Compared {
  left: Side;
  right: Side;
  /** `NAMESPACE/NAME`: that one and what is below it; all of them where it is absent. */
  scope?: string;
  readBuild: ReadBuild;
  /** Leaves builds that are alike on both sides unread: `unchanged` is then of the others alone. */
  isQuick?: boolean;
}

interface Found {
  kustomization: string;
  object: BuildObject;
  isAsked: boolean;
}

/** What differs between two sides. An object that went from one Kustomization to another is one pair. */
export async function compareSides({
  left,
  right,
  scope,
  readBuild,
  isQuick = false,
}: Compared): Promise<Comparison> {
  const result: Comparison = { kustomizations: [], pairs: [], unchanged: 0, compared: 0 };
  const [gone, fresh]: [Found[], Found[]] = [[], []];
  const isAsked = (name: string): boolean =>
    scope === undefined || isWithin(left, name, scope) || isWithin(right, name, scope);
  const outside: [name: string, from: NodeState, to: NodeState][] = [];

  async function compareNode(name: string, from: NodeState, to: NodeState): Promise<void> {
    const isCounted = isAsked(name);
    const [before, after] = [buildOf(from), buildOf(to)];
    if (before === after) {
      if (isCounted && before && !isQuick) result.unchanged += (await readBuild(before)).length;
      return;
    }
    const olds = new Map(
      (before ? await readBuild(before) : []).map(object => [refKey(object.ref), object])
    );
    for (const object of after ? await readBuild(after) : []) {
      const key = refKey(object.ref);
      const old = olds.get(key);
      olds.delete(key);
      if (!old) fresh.push({ kustomization: name, object, isAsked: isCounted });
      else if (!isCounted) continue;
      else if (old.hash === object.hash) result.unchanged++;
      else result.pairs.push(toPair({ kustomization: name, ref: object.ref }, old, object));
    }
    for (const object of olds.values()) {
      gone.push({ kustomization: name, object, isAsked: isCounted });
    }
  }

  for (const name of namesOf(left, right)) {
    const [from, to] = [nodeState(left, name, right), nodeState(right, name, left)];
    if (!isAsked(name)) {
      outside.push([name, from, to]);
      continue;
    }
    result.kustomizations.push(...linesOf(name, from, to));
    if (!isComparable(from, to)) continue;
    result.compared++;
    await compareNode(name, from, to);
  }
  // Only what came or went can have moved, and only then do the other Kustomizations matter.
  if (gone.length + fresh.length > 0) {
    for (const [name, from, to] of outside) {
      if (isComparable(from, to)) await compareNode(name, from, to);
    }
  }
  result.pairs.push(...toMoves(gone, fresh));
  return result;
}

function toMoves(gone: readonly Found[], fresh: readonly Found[]): Pair[] {
  const sources = new Map<string, Found[]>();
  for (const found of gone) {
    const key = refKey(found.object.ref);
    sources.set(key, [...(sources.get(key) ?? []), found]);
  }
  const pairs: Pair[] = [];
  for (const { kustomization, object, isAsked } of fresh) {
    const from = sources.get(refKey(object.ref))?.shift();
    if (!isAsked && !from?.isAsked) continue;
    const where = { kustomization, was: from?.kustomization, ref: object.ref };
    pairs.push(toPair(where, from?.object, object));
  }
  for (const { kustomization, object, isAsked } of [...sources.values()].flat()) {
    if (isAsked) pairs.push(toPair({ kustomization, ref: object.ref }, object, undefined));
  }
  return pairs;
}

function toPair(
  where: Pick<Pair, 'kustomization' | 'was' | 'ref'>,
  left: BuildObject | undefined,
  right: BuildObject | undefined
): Pair {
  const file = right ? right.file : left?.file;
  return {
    ...where,
    left: left?.hash,
    right: right?.hash,
    file,
    leftFile: left?.file === file ? undefined : left?.file,
  };
}

function buildOf(state: NodeState): string | undefined {
  return state.state === 'rendered' ? state.node.build : undefined;
}

function isComparable(from: NodeState, to: NodeState): boolean {
  return [from, to].every(({ state }) => state === 'rendered' || state === 'absent');
}

/** In the order of the right tree, parents first, then what only the left has. */
function namesOf(left: Side, right: Side): Set<string> {
  return new Set([right, left].flatMap(side => [...side.nodes.keys(), ...side.unknown.keys()]));
}

function linesOf(name: string, from: NodeState, to: NodeState): KustomizationLine[] {
  const lines: KustomizationLine[] = [];
  const say = (line: Omit<KustomizationLine, 'type' | 'name'>) =>
    lines.push({ type: 'kustomization', name, ...line });
  for (const [side, state] of [['from', from] as const, ['to', to] as const]) {
    if (state.state === 'failed' || state.state === 'not-rendered') {
      say({ change: state.state, side, message: state.message });
    }
  }
  const [missing, missed] = [from, to].map(each =>
    each.state === 'rendered' ? each.node.isPartial : undefined
  );
  if (missing && missing === missed) say({ change: 'partial', message: missing });
  else {
    if (missing) say({ change: 'partial', side: 'from', message: missing });
    if (missed) say({ change: 'partial', side: 'to', message: missed });
  }
  if (isComparable(from, to) && from.state !== to.state) {
    say({ change: from.state === 'absent' ? 'created' : 'deleted' });
  }
  return lines;
}

/** Whether a ref names the Kustomization of a tree. */
export function isNode(ref: ObjectRef): boolean {
  return ref.group === 'kustomize.toolkit.fluxcd.io' && ref.kind === 'Kustomization';
}
