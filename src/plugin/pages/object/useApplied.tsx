import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { type AppliedVerdict, type Found, judgeApplied } from '../../../core/flux/applied.ts';
import { healthChecksOf } from '../../../core/flux/healthChecks.ts';
import { type InventoryEntry, inventoryOf } from '../../../core/flux/inventory.ts';
import { fluxKindOf } from '../../../core/flux/kinds.ts';
import type { InformerPhase } from '../../../core/kubernetes/informerPhase.ts';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { groupOf, refKey, toRef } from '../../../core/kubernetes/ref.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import { useObjects } from '../../live/useObjects.ts';
import { useServerClock } from '../../live/useServerClock.ts';
import { type ReadableKind, readableKind } from './readableKinds.ts';

/** One object of an inventory with the verdict on it, and the object itself where it was read. */
export interface AppliedRow {
  key: string;
  entry: InventoryEntry;
  verdict: AppliedVerdict;
  object?: KubernetesObject;
}

const verdictOrder = ['unhealthy', 'progressing', 'notChecked', 'healthy'] as const;

/** The label that finds everything one Kustomization or HelmRelease applied, in any namespace. */
function selectorOf(applier: KubernetesObject): string {
  const group = groupOf(applier.apiVersion);
  const { name, namespace } = applier.metadata;
  return `${group}/name=${name},${group}/namespace=${namespace ?? ''}`;
}

/** The objects of one kind that the applier applied, by refKey. */
interface ReadObjects {
  phase: InformerPhase;
  objects: ReadonlyMap<string, KubernetesObject>;
}

function ReadKind({
  kind,
  cluster,
  labelSelector,
  onRead,
}: {
  kind: ReadableKind;
  cluster: string;
  labelSelector: string;
  onRead: (kind: string, read: ReadObjects) => void;
}) {
  const { group, version, plural } = kind;
  const view = useObjects(cluster, { group, version, plural, namespace: '', labelSelector });
  useEffect(() => {
    const objects = new Map(view.objects.map(object => [refKey(toRef(object)), object]));
    onRead(`${group}/${kind.kind}`, { phase: view.phase, objects });
  }, [onRead, group, kind.kind, view]);
  return null;
}

function foundIn(read: ReadObjects | undefined, key: string, plural: string): Found {
  if (!read || read.phase.name === 'loading') return { looked: 'reading' };
  const { name } = read.phase;
  if (name === 'live' || name === 'stale' || (name === 'forbidden' && read.objects.size > 0)) {
    return { looked: 'read', object: read.objects.get(key) };
  }
  const id = name === 'forbidden' ? 'applied.unread.forbidden' : 'applied.unread.failed';
  return { looked: 'unread', why: { id, params: { plural } } };
}

/**
 * What an applier applied, judged: Flux's kinds from the cluster's store, workloads by their owner label.
 * `readers` must be rendered: they read one kind each while they are mounted.
 */
export function useApplied(
  applier: KubernetesObject,
  cluster: string
): { rows: AppliedRow[]; readers: ReactNode } {
  const [views, setViews] = useState<ReadonlyMap<string, ReadObjects>>(new Map());
  const onRead = useCallback((kind: string, read: ReadObjects) => {
    setViews(known => new Map(known).set(kind, read));
  }, []);
  const clock = useServerClock(cluster);
  const flux = useFluxObjects().find(view => view.cluster === cluster);
  const entries = useMemo(() => inventoryOf(applier), [applier]);
  // With a kubeConfig everything is in another cluster: nothing of this one's objects is meant.
  const isElsewhere = record(applier.spec).kubeConfig !== undefined;

  const kinds = useMemo(() => {
    const found = new Map<string, ReadableKind>();
    for (const { group, kind } of isElsewhere ? [] : entries) {
      const readable = readableKind(group, kind);
      if (readable) found.set(`${group}/${kind}`, readable);
    }
    return found;
  }, [entries, isElsewhere]);

  const rows = useMemo(() => {
    const find = (entry: InventoryEntry): Found => {
      if (isElsewhere) return { looked: 'unread', why: { id: 'applied.unread.elsewhere' } };
      if (fluxKindOf(entry.group, entry.kind)) {
        const object = flux?.find(entry.kind, entry.namespace, entry.name)?.object;
        const phase = flux && [...flux.kinds.values()].find(({ kind }) => kind.kind === entry.kind);
        return object || phase?.phase.name === 'live'
          ? { looked: 'read', object }
          : { looked: 'reading' };
      }
      const kind = kinds.get(`${entry.group}/${entry.kind}`);
      if (!kind) return { looked: 'unread', why: { id: 'applied.unread.kind' } };
      return foundIn(views.get(`${entry.group}/${entry.kind}`), refKey(entry), kind.plural);
    };
    return entries
      .map(entry => {
        const found = find(entry);
        const object = found.looked === 'read' ? found.object : undefined;
        return { key: refKey(entry), entry, object, verdict: judgeApplied(entry, found, clock()) };
      })
      .sort(compareApplied);
  }, [entries, isElsewhere, flux, kinds, views, clock]);

  const labelSelector = selectorOf(applier);
  const readers = [...kinds].map(([key, kind]) => (
    <ReadKind key={key} kind={kind} {...{ cluster, labelSelector, onRead }} />
  ));
  return { rows, readers };
}

/** Unhealthy ones first; then by kind, namespace and name. */
function compareApplied(a: AppliedRow, b: AppliedRow): number {
  const rank = (row: AppliedRow) => verdictOrder.indexOf(row.verdict.verdict);
  const text = ({ entry }: AppliedRow) => `${entry.kind} ${entry.namespace} ${entry.name}`;
  return rank(a) - rank(b) || (text(a) < text(b) ? -1 : 1);
}

/** Of what it applied, what its health check still waits for; nothing where it checks no health. */
export function awaitedOf(applier: KubernetesObject, rows: readonly AppliedRow[]): AppliedRow[] {
  const checked = healthChecksOf(applier);
  return rows.filter(
    ({ verdict, entry }) =>
      (verdict.verdict === 'unhealthy' || verdict.verdict === 'progressing') &&
      (checked === 'everything' || checked.some(ref => refKey(ref) === refKey(entry)))
  );
}
