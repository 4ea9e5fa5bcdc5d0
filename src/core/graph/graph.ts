import { appliedIds } from '../flux/inventory.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { keyOf, type ObjectRef } from '../kubernetes/ref.ts';
import type { Edge } from './edge.ts';
import { application, edgesOf } from './edgesOf.ts';
import { Multimap } from './multimap.ts';
import { idOfApplied, inventoryIdAt, objectId } from './nodeId.ts';

/** What is known of one node. Without an object it is only named: by `named`, or it is outside of the cluster. */
export interface GraphNode {
  id: string;
  object?: KubernetesObject;
}

/**
 * Objects and what they say of each other. It changes in place, and a change touches the edges of the changed
 * object only. Whether a node that nobody has is missing, or only not looked at, is for whoever knows what was read.
 */
export interface Graph {
  node(id: string): GraphNode | undefined;
  /** The object of a node: asked for more often than anything else. */
  object(id: string): KubernetesObject | undefined;
  /** Objects, and everything that an edge names. */
  ids(): Iterable<string>;
  objects(): Iterable<KubernetesObject>;
  /** The same by their ids. */
  entries(): Iterable<[string, KubernetesObject]>;
  /** By what inventories name, as they write it: who applies it. */
  readonly named: Pick<Multimap<string>, 'size' | 'count'>;
  /** Those that more than one inventory names. */
  contested(): Iterable<string>;
  /** Those whose inventory names it. */
  appliersOf(id: string): Iterable<string>;
  isApplied(id: string): boolean;
  /** Edges that begin, or end, at the node. */
  from(id: string): Iterable<Edge>;
  to(id: string): Iterable<Edge>;
  /** Puts the object in, or takes a newer one in place of the one that is there. Returns its id. */
  set(object: KubernetesObject): string;
  delete(ref: ObjectRef): void;
}

const none: readonly Edge[] = [];

export function createGraph(objects: Iterable<KubernetesObject> = []): Graph {
  const held = new Map<string, KubernetesObject>();
  /** By the object that says them: they begin there, all but those that name its owners. */
  const said = new Map<string, readonly Edge[]>();
  const [owned, ends] = [new Multimap<Edge>(), new Multimap<Edge>()];
  /** Ids of the appliers by what their inventories name: no edge is made of it before somebody asks. */
  const appliers = new Multimap<string>();
  const contested = new Set<string>();
  const told = new WeakMap<KubernetesObject, readonly Edge[]>();

  /** Thousands name one source: all of them with one text. */
  function share(edge: Edge): void {
    for (const { to } of ends.of(edge.to)) {
      edge.to = to;
      return;
    }
  }

  function say(id: string, object: KubernetesObject): void {
    for (const named of appliedIds(object)) {
      appliers.add(named, id);
      if (appliers.count(named) > 1) contested.add(named);
    }
    const edges = edgesOf(object);
    // Most of a cluster says nothing of others.
    if (edges.length === 0) return;
    said.set(id, edges);
    for (const edge of edges) {
      share(edge);
      if (edge.from !== id) owned.add(edge.from, edge);
      ends.add(edge.to, edge);
    }
  }

  function unsay(id: string): void {
    const object = held.get(id);
    if (!object) return;
    for (const named of appliedIds(object)) {
      appliers.delete(named, id);
      if (appliers.count(named) < 2) contested.delete(named);
    }
    for (const edge of said.get(id) ?? none) {
      if (edge.from !== id) owned.delete(edge.from, edge);
      ends.delete(edge.to, edge);
    }
    said.delete(id);
  }

  /** All that the object says of others, what it applies last. */
  function toldBy(id: string, object: KubernetesObject): readonly Edge[] {
    const known = told.get(object);
    if (known) return known;
    const own = (said.get(id) ?? none).filter(({ from }) => from === id);
    const edges = appliedIds(object).map(named => application(id, idOfApplied(named)));
    const all = [...own, ...edges];
    told.set(object, all);
    return all;
  }

  function startingAt(id: string): Iterable<Edge> {
    const object = held.get(id);
    const own = object ? toldBy(id, object) : none;
    return owned.has(id) ? [...own, ...owned.of(id)] : own;
  }

  const graph: Graph = {
    node(id) {
      const object = held.get(id);
      if (object) return { id, object };
      const isNamed = ends.has(id) || owned.has(id) || graph.isApplied(id);
      return isNamed ? { id } : undefined;
    },
    object: id => held.get(id),
    *ids() {
      yield* held.keys();
      for (const id of ends.keys()) if (!held.has(id)) yield id;
      // An owner that is not held says nothing itself: it is only where an edge begins.
      for (const id of owned.keys()) if (!held.has(id) && !ends.has(id)) yield id;
      for (const named of appliers.keys()) {
        const id = idOfApplied(named);
        if (!held.has(id) && !ends.has(id) && !owned.has(id)) yield id;
      }
    },
    objects: () => held.values(),
    entries: () => held.entries(),
    named: appliers,
    *contested() {
      for (const named of contested) yield idOfApplied(named);
    },
    appliersOf: id => appliers.of(inventoryIdAt(id)),
    isApplied: id => appliers.has(inventoryIdAt(id)),
    from: startingAt,
    *to(id) {
      yield* ends.of(id);
      for (const from of graph.appliersOf(id)) yield application(from, id);
    },
    set(object) {
      const id = keyOf(object);
      unsay(id);
      held.set(id, object);
      say(id, object);
      return id;
    },
    delete(ref) {
      const id = objectId(ref);
      unsay(id);
      held.delete(id);
    },
  };
  for (const object of objects) graph.set(object);
  return graph;
}
