import type { KubernetesObject } from '../kubernetes/object.ts';
import { keyOf, type ObjectRef } from '../kubernetes/ref.ts';
import type { Edge } from './edge.ts';
import { edgesOf } from './edgesOf.ts';
import { objectId } from './nodeId.ts';

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
  /** Those that more than one inventory names. */
  contested(): Iterable<string>;
  /** Edges that begin, or end, at the node. */
  from(id: string): Iterable<Edge>;
  to(id: string): Iterable<Edge>;
  /** Puts the object in, or takes a newer one in place of the one that is there. Returns its id. */
  set(object: KubernetesObject): string;
  delete(ref: ObjectRef): void;
}

/** Edges by one of their ends; an end without edges is not kept. Most ends have one, and a Set is dear. */
class Ends {
  readonly byId = new Map<string, Edge | Set<Edge>>();

  of(id: string): Iterable<Edge> {
    const edges = this.byId.get(id);
    return edges === undefined ? none : edges instanceof Set ? edges : [edges];
  }

  isShared(id: string): boolean {
    return this.byId.get(id) instanceof Set;
  }

  add(id: string, edge: Edge): void {
    const edges = this.byId.get(id);
    if (edges === undefined) this.byId.set(id, edge);
    else if (edges instanceof Set) edges.add(edge);
    else this.byId.set(id, new Set([edges, edge]));
  }

  delete(id: string, edge: Edge): void {
    const edges = this.byId.get(id);
    const isLast = edges instanceof Set ? edges.delete(edge) && edges.size === 0 : edges === edge;
    if (isLast) this.byId.delete(id);
  }
}

const none: readonly Edge[] = [];

export function createGraph(objects: Iterable<KubernetesObject> = []): Graph {
  const held = new Map<string, KubernetesObject>();
  /** By the object that says them: they begin there, all but those that name its owners. */
  const said = new Map<string, readonly Edge[]>();
  const [owned, ends] = [new Ends(), new Ends()];
  const contested = new Set<string>();

  /** Who applies what is known by the edges at its end alone. */
  function weigh({ to, meaning }: Edge): void {
    if (meaning !== 'applies') return;
    let appliers = 0;
    // With one edge at its end, or none, nobody contests it.
    if (ends.isShared(to)) {
      for (const edge of ends.of(to)) if (edge.meaning === 'applies') appliers += 1;
    }
    if (appliers > 1) contested.add(to);
    else contested.delete(to);
  }

  /** Thousands name one source: all of them with one text. What is applied, hardly another one names. */
  function share(edge: Edge): void {
    if (edge.meaning === 'applies') return;
    for (const { to } of ends.of(edge.to)) {
      edge.to = to;
      return;
    }
  }

  function say(id: string, edges: readonly Edge[]): void {
    // Most of a cluster says nothing of others.
    if (edges.length === 0) return;
    said.set(id, edges);
    for (const edge of edges) {
      share(edge);
      if (edge.from !== id) owned.add(edge.from, edge);
      ends.add(edge.to, edge);
      weigh(edge);
    }
  }

  function unsay(id: string): void {
    const edges = said.get(id);
    if (!edges) return;
    said.delete(id);
    for (const edge of edges) {
      if (edge.from !== id) owned.delete(edge.from, edge);
      ends.delete(edge.to, edge);
      weigh(edge);
    }
  }

  function startingAt(id: string): Iterable<Edge> {
    const own = said.get(id);
    if (!own) return owned.of(id);
    const isWhole = own.at(-1)?.from === id && !owned.byId.has(id);
    return isWhole ? own : [...own.filter(({ from }) => from === id), ...owned.of(id)];
  }

  const graph: Graph = {
    node(id) {
      const object = held.get(id);
      if (object) return { id, object };
      return owned.byId.has(id) || ends.byId.has(id) ? { id } : undefined;
    },
    object: id => held.get(id),
    *ids() {
      yield* held.keys();
      for (const id of ends.byId.keys()) if (!held.has(id)) yield id;
      // An owner that is not held says nothing itself: it is only where an edge begins.
      for (const id of owned.byId.keys()) if (!held.has(id) && !ends.byId.has(id)) yield id;
    },
    objects: () => held.values(),
    entries: () => held.entries(),
    contested: () => contested,
    from: startingAt,
    to: id => ends.of(id),
    set(object) {
      const id = keyOf(object);
      unsay(id);
      held.set(id, object);
      say(id, edgesOf(object));
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
