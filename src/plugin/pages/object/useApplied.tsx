import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { type AppliedVerdict, type Found, judgeApplied } from '../../../core/flux/applied.ts';
import { healthChecksOf } from '../../../core/flux/healthChecks.ts';
import { type InventoryEntry, inventoryOf } from '../../../core/flux/inventory.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import { kindsBelow } from '../../../core/kubernetes/below.ts';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { refKey } from '../../../core/kubernetes/ref.ts';
import type { Sentence } from '../../../core/sentence.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { useDiagnosis } from '../../live/useDiagnosis.ts';
import { useGraph } from '../../live/useGraph.ts';
import { useServerClock } from '../../live/useServerClock.ts';
import { useStore } from '../../live/useStores.ts';
import { hasFailingPod } from './failingPod.ts';
import { ReadOne } from './ReadOne.tsx';

/** One object of an inventory with the verdict on it, and the object itself where it was read. */
export interface AppliedRow {
  key: string;
  entry: InventoryEntry;
  verdict: AppliedVerdict;
  object?: KubernetesObject;
}

const verdictOrder = ['unhealthy', 'progressing', 'notChecked', 'healthy'] as const;
/** Objects without Flux's labels are read one by one: no more than so many. */
const singlyAtMost = 20;

/** Kinds whose objects are never read: a list of them is a list of all their values. */
const neverRead = new Set(['/Secret', '/ConfigMap']);

/** Why nobody looked at the objects of a kind in a namespace. */
function unreadWhy(
  { kind, namespace }: InventoryEntry,
  unread: DiagnosisView['unread']
): Sentence | undefined {
  const found = unread.find(({ what }) => what === kind || what === `${kind} in ${namespace}`);
  return found && { id: `applied.${found.why.id}`, params: found.why.params };
}

/**
 * What an applier applied, judged by what the cluster's diagnosis reads: kind by kind, by the labels that Flux sets.
 * `readers` must be rendered: they look, while they are mounted, for those that have no such label.
 */
export function useApplied(
  applier: KubernetesObject,
  cluster: string
): { rows: AppliedRow[]; readers: ReactNode } {
  const { graph, stamp } = useGraph(cluster);
  const { unread, isComplete, world } = useDiagnosis(cluster);
  const resources = useStore(cluster, store => store.resources);
  const clock = useServerClock(cluster);
  const [single, setSingle] = useState<ReadonlyMap<string, Found>>(new Map());
  const onFound = useCallback((key: string, found: Found | undefined) => {
    setSingle(known => {
      const next = new Map(known);
      if (found) next.set(key, found);
      else next.delete(key);
      return next;
    });
  }, []);
  const known = useRef(new Map<string, { row: AppliedRow; of: unknown[] }>());

  const { rows, strays } = useMemo(() => {
    const now = clock();
    const entries = inventoryOf(applier);
    // With a kubeConfig everything is in another cluster: nothing of this one's objects is meant.
    const isElsewhere = record(applier.spec).kubeConfig !== undefined;
    const strays: InventoryEntry[] = [];
    const find = (entry: InventoryEntry): Found => {
      if (isElsewhere) return { looked: 'unread', why: { id: 'applied.unread.elsewhere' } };
      const { kind } = entry;
      if (neverRead.has(`${entry.group}/${kind}`)) {
        return { looked: 'unread', why: { id: 'applied.unread.never', params: { kind } } };
      }
      const object = graph.node(objectId(entry))?.object;
      if (object) return { looked: 'read', object };
      const why = unreadWhy(entry, unread);
      if (why) return { looked: 'unread', why };
      if (world.isRead(entry)) return { looked: 'read' };
      if (!isComplete) return { looked: 'reading' };
      if (!resources?.has(`${entry.group}/${kind}`)) {
        return { looked: 'unread', why: { id: 'applied.unread.kind' } };
      }
      strays.push(entry);
      return (
        single.get(refKey(entry)) ??
        (strays.length > singlyAtMost
          ? { looked: 'unread', why: { id: 'applied.unread.unlabelled' } }
          : { looked: 'reading' })
      );
    };
    const before = known.current;
    known.current = new Map();
    const rows = entries.map(entry => {
      const key = refKey(entry);
      const found = find(entry);
      const object = found.looked === 'read' ? found.object : undefined;
      const why = found.looked === 'unread' ? found.why.id : undefined;
      const isFailing = kindsBelow(entry).length > 0 && hasFailingPod(objectId(entry), graph);
      const of = [found.looked, object, why, isFailing, entry.version];
      const same = before.get(key);
      // Of thousands one changes at a time: the rows of the others stay the same objects.
      const row = same?.of.every((part, at) => part === of[at])
        ? same.row
        : { key, entry, object, verdict: worsened(judgeApplied(entry, found, now), isFailing) };
      known.current.set(key, { row, of });
      return row;
    });
    return { rows: rows.sort(compareApplied), strays };
    // The graph changes in place: its stamp tells that it did.
  }, [applier, graph, stamp, unread, isComplete, world, single, resources, clock]);

  const readers = strays.slice(0, singlyAtMost).map(entry => {
    const key = refKey(entry);
    const place = resources?.get(`${entry.group}/${entry.kind}`);
    return place && <ReadOne key={key} of={key} {...{ cluster, place, entry, onFound }} />;
  });
  return { rows, readers };
}

/** A rollout whose pods fail is in progress by its own status: that it gets nowhere is seen below it. */
function worsened(verdict: AppliedVerdict, isFailing: boolean): AppliedVerdict {
  return isFailing && verdict.verdict === 'progressing'
    ? { ...verdict, verdict: 'unhealthy', mark: 'failing' }
    : verdict;
}

/** Unhealthy ones first; then by kind, namespace and name. */
function compareApplied(a: AppliedRow, b: AppliedRow): number {
  const rank = (row: AppliedRow) => verdictOrder.indexOf(row.verdict.verdict);
  return (
    rank(a) - rank(b) ||
    compareText(a.entry.kind, b.entry.kind) ||
    compareText(a.entry.namespace, b.entry.namespace) ||
    compareText(a.entry.name, b.entry.name)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * Of what it applied, what its health check still waits for; nothing where it checks no health. Why something failed is
 * not told by itself alone, as long as what may explain it is being read.
 */
export function awaitedOf(
  applier: KubernetesObject,
  rows: readonly AppliedRow[],
  isComplete: boolean
): AppliedRow[] {
  const checked = healthChecksOf(applier);
  const awaited = rows.filter(
    ({ verdict, entry }) =>
      (verdict.verdict === 'unhealthy' || verdict.verdict === 'progressing') &&
      (checked === 'everything' || checked.some(ref => refKey(ref) === refKey(entry)))
  );
  if (isComplete) return awaited;
  return awaited.map(row => {
    const isUnexplained = row.object && row.verdict.verdict === 'unhealthy';
    return isUnexplained
      ? { ...row, verdict: judgeApplied(row.entry, { looked: 'reading' }, 0) }
      : row;
  });
}
