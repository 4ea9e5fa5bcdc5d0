import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { objectId } from '../../../../core/graph/nodeId.ts';
import { type BelowKind, byController, kindsBelow } from '../../../../core/kubernetes/below.ts';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import { toRef } from '../../../../core/kubernetes/ref.ts';
import { useGraph } from '../../../live/useGraph.ts';
import { useObjects } from '../../../live/useObjects.ts';
import type { ObjectsView } from '../../../live/views.ts';
import { ownedBy } from '../failingPod.ts';
import type { Below } from './inventoryTree.ts';

/** One kind in one namespace: read once for all workloads there. */
type BelowRead = BelowKind & { namespace: string };

const keyOf = ({ group, plural, namespace }: BelowRead) => `${group}/${plural}/${namespace}`;

function readsOf(owner: KubernetesObject): BelowRead[] {
  const { namespace = '' } = owner.metadata;
  return kindsBelow(toRef(owner)).map(kind => ({ ...kind, namespace }));
}

function Reader({
  read,
  cluster,
  onRead,
}: {
  read: BelowRead;
  cluster: string;
  onRead: (key: string, view: ObjectsView | undefined) => void;
}) {
  const { group, version, plural, namespace } = read;
  const view = useObjects(cluster, { group, version, plural, namespace });
  const key = keyOf(read);
  useEffect(() => onRead(key, view), [onRead, key, view]);
  useEffect(() => () => onRead(key, undefined), [onRead, key]);
  return null;
}

/**
 * What controllers made of the workloads in `owners`: from the cluster's graph, which has it where something is not
 * well, or else read while they are in it. Of others nothing is known.
 * `readers` must be rendered: they read one kind in one namespace each while they are mounted.
 */
export function useBelow(
  cluster: string,
  owners: readonly KubernetesObject[]
): { below: (object: KubernetesObject) => Below; readers: ReactNode } {
  const [views, setViews] = useState<ReadonlyMap<string, ObjectsView>>(new Map());
  const onRead = useCallback((key: string, view: ObjectsView | undefined) => {
    setViews(known => {
      const next = new Map(known);
      if (view) next.set(key, view);
      else next.delete(key);
      return next;
    });
  }, []);
  const { graph, stamp, isRead } = useGraph(cluster);
  const isKnown = useCallback(
    (owner: KubernetesObject) => readsOf(owner).every(read => isRead({ ...read, name: '' })),
    // What is read changes with what is there.
    [isRead, stamp]
  );
  const missing = owners.filter(owner => !isKnown(owner)).flatMap(readsOf);
  const reads = new Map(missing.map(read => [keyOf(read), read]));
  const owned = useMemo(() => byController([...views.values()].flatMap(v => v.objects)), [views]);

  const below = useCallback(
    (object: KubernetesObject): Below => {
      if (isKnown(object)) {
        return { looked: 'read', objects: ownedBy(objectId(toRef(object)), graph) };
      }
      const objects = owned.get(object.metadata.uid ?? '') ?? [];
      for (const read of readsOf(object)) {
        const phase = views.get(keyOf(read))?.phase;
        if (!phase || phase.name === 'loading') return { looked: 'reading' };
        const { plural, namespace } = read;
        if (phase.name === 'forbidden' && objects.length === 0) {
          return {
            looked: 'unread',
            why: { id: 'inventory.below.forbidden', params: { plural, namespace } },
          };
        }
        if (phase.name === 'failed' || phase.name === 'absent') {
          const said = phase.name === 'failed' ? phase.why.message : plural;
          return {
            looked: 'unread',
            why: { id: 'inventory.below.failed', params: { plural, said } },
          };
        }
      }
      return { looked: 'read', objects };
    },
    [owned, views, graph, isKnown]
  );
  const readers = [...reads].map(([key, read]) => (
    <Reader key={key} {...{ read, cluster, onRead }} />
  ));
  return { below, readers };
}
