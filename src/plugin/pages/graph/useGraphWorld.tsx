import { type ReactNode, useMemo, useRef } from 'react';
import { judgeApplied } from '../../../core/flux/applied.ts';
import { fluxKindOf } from '../../../core/flux/kinds.ts';
import { fluxState, type StateName } from '../../../core/flux/state.ts';
import { objectId, refAt } from '../../../core/graph/nodeId.ts';
import { overlay } from '../../../core/graph/picture/overlay.ts';
import type { PictureWorld } from '../../../core/graph/picture/picture.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { groupOf, type ObjectRef, toRef } from '../../../core/kubernetes/ref.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { useDiagnosis } from '../../live/useDiagnosis.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import { useGraph } from '../../live/useGraph.ts';
import { useServerClock } from '../../live/useServerClock.ts';
import type { ClusterView, FluxEntry } from '../../live/views.ts';
import { useBelow } from '../object/inventory/useBelow.tsx';

/** What the graph of one cluster is drawn from; another one whenever something has changed. */
export interface GraphWorld extends PictureWorld {
  cluster: string;
  diagnosis: Pick<DiagnosisView, 'world' | 'diagnosis'>;
  /** An object of Flux. */
  entryOf(ref: ObjectRef): FluxEntry | undefined;
}

const marks = new WeakMap<KubernetesObject, StateName>();

/** Health by kstatus: of an object, and so the same until it is another one. */
function markOf(object: KubernetesObject, now: number): StateName {
  const known = marks.get(object);
  if (known) return known;
  const entry = { ...toRef(object), version: '' };
  const { mark } = judgeApplied(entry, { looked: 'read', object }, now);
  // A Pod without a node is judged by its age.
  if (object.kind !== 'Pod') marks.set(object, mark);
  return mark;
}

export function createGraphWorld(options: {
  cluster: string;
  graph: PictureWorld['graph'];
  isRead: PictureWorld['isRead'];
  diagnosis: Pick<DiagnosisView, 'world' | 'diagnosis'>;
  view: ClusterView | undefined;
  now: () => number;
}): GraphWorld {
  const { cluster, graph, isRead, diagnosis, view, now } = options;
  const entryOf = ({ kind, namespace, name }: ObjectRef) => view?.find(kind, namespace, name);
  // What is known to be broken may itself say for minutes that it is on its way.
  const broken = new Set(
    diagnosis.diagnosis.causes.flatMap(({ object, workload }) =>
      [object, ...(workload ? [workload] : [])].map(objectId)
    )
  );
  return {
    cluster,
    graph,
    isRead,
    diagnosis,
    entryOf,
    stateOf(id, object) {
      // What somebody needs and nobody has looks like what it is: the cause.
      if (!object) return broken.has(id) ? 'failing' : undefined;
      if (!fluxKindOf(groupOf(object.apiVersion), object.kind)) {
        return broken.has(id) ? 'failing' : markOf(object, now());
      }
      return entryOf(refAt(id))?.state.name ?? fluxState(object, {}).name;
    },
  };
}

interface GraphWorldView {
  world: GraphWorld;
  view: ClusterView | undefined;
  /** Flux's objects and what it applied have been read once: until then everything may still be somewhere else. */
  isSettled: boolean;
  /** Must be rendered. */
  readers: ReactNode;
}

/**
 * A cluster's graph with what is known of it, and the Pods of the workloads in `opened`, which are read while they are
 * in it.
 */
export function useGraphWorld(cluster: string, opened: ReadonlySet<string>): GraphWorldView {
  const { graph, stamp, isRead } = useGraph(cluster);
  const { world: looked, diagnosis: found, isComplete } = useDiagnosis(cluster);
  // Every event and every answer makes another view; what it found is another only where a word of it is.
  const diagnosis = useMemo(() => ({ world: looked, diagnosis: found }), [found]);
  const view = useFluxObjects().find(each => each.cluster === cluster);
  const now = useServerClock(cluster);
  const owners = useMemo(() => {
    const objects = [...opened].flatMap(id => graph.node(id)?.object ?? []);
    return objects.filter(({ apiVersion }) => ['apps', 'batch'].includes(groupOf(apiVersion)));
    // The graph changes in place.
  }, [graph, stamp, opened]);
  const { below, readers } = useBelow(cluster, owners);
  const world = useMemo(() => {
    const isMore = (object: KubernetesObject) => !graph.node(objectId(toRef(object)))?.object;
    const more: KubernetesObject[] = [];
    const makers = [...owners];
    for (const maker of makers) {
      const found = below(maker);
      if (found.looked !== 'read') continue;
      more.push(...found.objects.filter(isMore));
      makers.push(...found.objects.filter(({ kind }) => kind !== 'Pod'));
    }
    const whole = overlay(graph, more);
    return createGraphWorld({ cluster, graph: whole, isRead, diagnosis, view, now });
    // As above.
  }, [cluster, graph, stamp, isRead, diagnosis, view, now, owners, below]);
  // What is read later, below what breaks, comes one by one.
  const settled = useRef<string>();
  if (isComplete) settled.current = cluster;
  return { world, view, isSettled: settled.current === cluster, readers };
}
