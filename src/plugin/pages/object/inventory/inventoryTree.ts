import { applierOf } from '../../../../core/flux/applier.ts';
import { fluxState, isAtRest } from '../../../../core/flux/state.ts';
import { isRetired, kindsBelow } from '../../../../core/kubernetes/below.ts';
import { containersOf } from '../../../../core/kubernetes/containers.ts';
import { health } from '../../../../core/kubernetes/health.ts';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../../../core/kubernetes/ref.ts';
import { troubleSince } from '../../../../core/kubernetes/troubleSince.ts';
import type { Sentence } from '../../../../core/sentence.ts';
import type { AppliedRow } from '../useApplied.tsx';
import type { GroupRow, InventoryRow, ObjectRow } from './inventoryRow.ts';
import { keyOfContainer, keyOfMade } from './openRows.ts';

/** What controllers made of an object: the newest first. */
export type Below =
  | { looked: 'reading' }
  | { looked: 'unread'; why: Sentence }
  | { looked: 'read'; objects: readonly KubernetesObject[] };

export interface TreeWorld {
  /** Who applied all of it. */
  applier: ObjectRef;
  below(object: KubernetesObject): Below;
  /** What a person opened (true) or closed (false). */
  toggled: ReadonlyMap<string, boolean>;
  /** Milliseconds, by the API server's clock. */
  now: number;
}

/** A tree of so many objects is open from the start. */
const smallEnough = 100;
/** So many workloads in trouble are open from the start: what is below each has to be read. */
const openFromStart = 3;

function isOpenable({ entry, object }: AppliedRow): boolean {
  return object !== undefined && (kindsBelow(entry).length > 0 || isPod(entry));
}

function isPod({ group, kind }: { group: string; kind: string }): boolean {
  return group === '' && kind === 'Pod';
}

/** What is open unless a person says otherwise: the first workloads that are not well. */
function openWorkloads(rows: readonly AppliedRow[]): ReadonlySet<string> {
  const troubled = rows.filter(
    row =>
      isOpenable(row) &&
      (row.verdict.verdict === 'unhealthy' || row.verdict.verdict === 'progressing')
  );
  return new Set(troubled.slice(0, openFromStart).map(row => row.key));
}

/** The objects whose pods are to be read: workloads that are open. */
export function toOpenOwners(
  rows: readonly AppliedRow[],
  toggled: ReadonlyMap<string, boolean>
): KubernetesObject[] {
  const byDefault = openWorkloads(rows);
  return rows.flatMap(row =>
    isOpenable(row) && (toggled.get(row.key) ?? byDefault.has(row.key)) && row.object
      ? [row.object]
      : []
  );
}

/** The rows of the tree: kinds, their objects, and below open workloads what runs there. */
export function toInventoryTree(rows: readonly AppliedRow[], world: TreeWorld): InventoryRow[] {
  const byKind = new Map<string, AppliedRow[]>();
  for (const row of rows) {
    const key = `${row.entry.group}/${row.entry.kind}`;
    const found = byKind.get(key);
    if (found) found.push(row);
    else byKind.set(key, [row]);
  }
  const open = openWorkloads(rows);
  const isSmall = rows.length <= smallEnough;
  return [...byKind].flatMap(([key, own], at) => {
    const group = toGroup(key, own, { place: at + 1, of: byKind.size });
    const { unhealthy, progressing } = group.counts;
    group.isOpen = world.toggled.get(group.key) ?? (isSmall || unhealthy + progressing > 0);
    if (!group.isOpen) return [group];
    const objects = own.map((row, place) =>
      toApplied(row, { place: place + 1, of: own.length, isOpenFirst: open.has(row.key) }, world)
    );
    return [group, ...objects.flat()];
  });
}

function toGroup(
  key: string,
  rows: readonly AppliedRow[],
  at: { place: number; of: number }
): GroupRow {
  const counts = { unhealthy: 0, progressing: 0, healthy: 0, notChecked: 0 };
  for (const { verdict } of rows) counts[verdict.verdict] += 1;
  const { group = '', kind = '' } = rows[0]?.entry ?? {};
  return { type: 'group', key: `kind ${key}`, level: 1, ...at, group, kind, counts };
}

function toApplied(
  row: AppliedRow,
  { isOpenFirst, ...at }: { place: number; of: number; isOpenFirst: boolean },
  world: TreeWorld
): InventoryRow[] {
  const { key, entry, verdict, object } = row;
  const said = object && applierOf(object);
  const isTroubled = verdict.verdict === 'unhealthy' || verdict.verdict === 'progressing';
  const line: ObjectRow = {
    type: 'object',
    key,
    level: 2,
    ...at,
    ref: entry,
    mark: verdict.mark,
    says: verdict.says,
    message: verdict.message,
    since: object && isTroubled ? sinceOf(object, entry) : undefined,
    otherApplier: said && refKey(said) !== refKey(world.applier) ? said : undefined,
  };
  if (!object || !isOpenable(row)) return [line];
  line.isOpen = world.toggled.get(key) ?? isOpenFirst;
  return line.isOpen ? [line, ...rowsBelow(object, line, world)] : [line];
}

/** Of Flux's own kinds the history knows it better than the condition, which each retry sets anew. */
function sinceOf(object: KubernetesObject, { group }: ObjectRef): ObjectRow['since'] {
  if (!group.endsWith('.fluxcd.io')) return troubleSince(object);
  return fluxState(object).since;
}

function note(parent: { key: string; level: number }, says: Sentence): InventoryRow {
  const { key, level } = parent;
  return { type: 'note', key: `${key} note`, level: level + 1, place: 1, of: 1, says };
}

function rowsBelow(
  owner: KubernetesObject,
  parent: { key: string; level: number },
  world: TreeWorld
): InventoryRow[] {
  if (isPod(toRef(owner))) return containerRows(owner, parent, world);
  const below = world.below(owner);
  if (below.looked === 'reading') return [note(parent, { id: 'inventory.below.reading' })];
  if (below.looked === 'unread') return [note(parent, below.why)];
  const [newest] = below.objects;
  const made = below.objects.filter(object => !isRetired(object, newest));
  if (made.length === 0) return [note(parent, { id: 'inventory.below.none' })];
  return made.flatMap((object, at) => {
    const row = toMade(object, object === newest, world);
    const line: ObjectRow = {
      ...row,
      key: keyOfMade(row.ref),
      level: parent.level + 1,
      place: at + 1,
      of: made.length,
    };
    // The way to what fails lies open; beside it everything is one click away.
    line.isOpen = world.toggled.get(line.key) ?? (!isAtRest(row.mark) && at < openFromStart);
    return line.isOpen ? [line, ...rowsBelow(object, line, world)] : [line];
  });
}

const marks = {
  Current: 'ready',
  InProgress: 'progressing',
  Failed: 'failing',
  Terminating: 'terminating',
} as const;

/** A ReplicaSet, a Job or a Pod: how it is, in the words of its failing container where it has one. */
function toMade(
  object: KubernetesObject,
  isNewest: boolean,
  world: TreeWorld
): Pick<ObjectRow, 'type' | 'ref' | 'mark' | 'says' | 'since'> {
  const ref = toRef(object);
  const { status, says } = health(object, world.now);
  const failing = isPod(ref) && containersOf(object).find(container => container.isFailing);
  const ready = Number(object.status?.readyReplicas) || 0;
  const isOld = ref.kind === 'ReplicaSet' && !isNewest;
  const since = status === 'Current' ? undefined : troubleSince(object);
  if (failing) {
    const { name, state } = failing;
    const told = { id: 'container.line', params: { name, state } };
    return { type: 'object', ref, mark: 'failing', says: told, since };
  }
  const told = isOld ? { id: 'inventory.below.old', params: { count: ready } } : says;
  // Its controller only counts pods; that one of them fails is seen below it.
  const mark = status === 'InProgress' && hasFailing(object, world) ? 'failing' : marks[status];
  return { type: 'object', ref, mark, says: told, since };
}

function hasFailing(object: KubernetesObject, world: TreeWorld): boolean {
  if (isPod(toRef(object))) return containersOf(object).some(({ isFailing }) => isFailing);
  const below = world.below(object);
  return below.looked === 'read' && below.objects.some(each => hasFailing(each, world));
}

function containerRows(
  pod: KubernetesObject,
  parent: { key: string; level: number },
  { toggled }: TreeWorld
): InventoryRow[] {
  const containers = containersOf(pod);
  if (containers.length === 0) return [note(parent, { id: 'inventory.below.noContainers' })];
  const ref = toRef(pod);
  return containers.flatMap((container, at): InventoryRow[] => {
    const key = keyOfContainer(parent.key, container.name);
    const level = parent.level + 1;
    const isOpen = toggled.get(key) ?? false;
    const line: InventoryRow = {
      type: 'container',
      key,
      level,
      place: at + 1,
      of: containers.length,
      isOpen,
      pod: ref,
      container,
    };
    const log: InventoryRow = {
      type: 'log',
      key: `${key} log`,
      level: level + 1,
      place: 1,
      of: 1,
      pod: ref,
      container,
    };
    return isOpen ? [line, log] : [line];
  });
}
