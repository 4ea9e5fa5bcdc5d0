import { appliedIds } from '../../flux/inventory.ts';
import { fluxKindOf } from '../../flux/kinds.ts';
import type { StateName } from '../../flux/state.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { groupOf, type ObjectRef } from '../../kubernetes/ref.ts';
import { isOrphan } from '../claims.ts';
import type { Graph } from '../graph.ts';
import { type ExternalKind, refAt } from '../nodeId.ts';
import { type Line, type LineName, toLine } from './line.ts';
import { circularIn, isMissing, type Mark } from './marks.ts';

/** What a picture is made from. */
export interface PictureWorld {
  graph: Graph;
  isRead(ref: ObjectRef): boolean;
  /** Undefined where nobody looked, or where a kind has no health of its own. What is not there may be broken, too. */
  stateOf(id: string, object: KubernetesObject | undefined): StateName | undefined;
}

/** What a person wants to see. */
export interface PictureQuery {
  /** Only this node, what it needs and what needs it. */
  of?: string;
  lines: ReadonlySet<LineName>;
  /** Whose applied objects, or Pods, are shown too. */
  opened: ReadonlySet<string>;
  /** Of the whole cluster, only what is in one of these or in none; undefined or empty: all. */
  namespaces?: ReadonlySet<string>;
  /** Of the whole cluster, these too, whatever they are. */
  sought?: ReadonlySet<string>;
}

export interface PictureNode {
  id: string;
  /** Undefined outside of the cluster. */
  ref?: ObjectRef;
  outside?: { kind: ExternalKind; address: string };
  object?: KubernetesObject;
  state?: StateName;
  marks: readonly Mark[];
  /** How many objects its inventory names. */
  applies: number;
}

export interface Picture {
  nodes: ReadonlyMap<string, PictureNode>;
  lines: readonly Line[];
  /** How many are left out by their namespace. */
  hidden: number;
}

const broken: ReadonlySet<StateName | undefined> = new Set(['failing', 'stalled', 'retrying']);

export function isBroken(state: StateName | undefined): boolean {
  return broken.has(state);
}

/** Which nodes are drawn, and the lines among them, before anything is folded. */
export function pictureOf(world: PictureWorld, query: PictureQuery): Picture {
  const { graph, isRead } = world;
  const scene = new Scene(world, query);
  if (query.of === undefined) scene.showCluster();
  else scene.showReach(query.of);
  const ids = byName(scene.shown);
  const circular = circularIn(graph, ids);
  const nodes = new Map(
    ids.map(id => {
      const object = graph.node(id)?.object;
      const ref = outsideOf(id) ? undefined : refAt(id);
      const marks: Mark[] = [];
      if (isMissing(graph, id, ref, isRead)) marks.push('missing');
      if (circular.has(id)) marks.push('cycle');
      if (scene.contested.has(id)) marks.push('contested');
      if (isOrphan(graph, id)) marks.push('orphan');
      const state = world.stateOf(id, object);
      const applies = object ? appliedIds(object).length : 0;
      return [id, { id, ref, outside: outsideOf(id), object, state, marks, applies }];
    })
  );
  return { nodes, lines: scene.lines(), hidden: scene.hidden };
}

/** No group of Kubernetes has a colon: an id with one before its first slash is an address. */
export function isOutside(id: string): boolean {
  const colon = id.indexOf(':');
  return colon > 0 && !id.slice(0, colon).includes('/');
}

function outsideOf(id: string): PictureNode['outside'] {
  if (!isOutside(id)) return undefined;
  const colon = id.indexOf(':');
  return { kind: id.slice(0, colon) as ExternalKind, address: id.slice(colon + 1) };
}

/** By name, then by everything else: people look for names. */
function byName(ids: Iterable<string>): string[] {
  const named = [...ids].map(id => ({ id, name: id.slice(id.lastIndexOf('/') + 1) }));
  named.sort((a, b) => (a.name === b.name ? compare(a.id, b.id) : compare(a.name, b.name)));
  return named.map(({ id }) => id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

class Scene {
  readonly shown = new Set<string>();
  /** Several inventories name them. */
  readonly contested: ReadonlySet<string>;
  hidden = 0;
  private readonly taken = new Map<string, ReadonlySet<string>>();
  private readonly world: PictureWorld;
  private readonly query: PictureQuery;

  constructor(world: PictureWorld, query: PictureQuery) {
    this.world = world;
    this.query = query;
    this.contested = new Set(world.graph.contested());
  }

  /** Everything of Flux that the legend asks for, and of the rest what is in trouble. */
  showCluster(): void {
    const { graph } = this.world;
    for (const [id, object] of graph.entries()) {
      if (this.belongs(id, object)) this.shown.add(id);
    }
    for (const id of [...this.shown]) {
      for (const line of this.linesAt(id)) {
        const other = line.from === id ? line.to : line.from;
        if (this.isWorthNaming(other, line)) this.shown.add(other);
      }
    }
    for (const id of this.query.sought ?? []) this.shown.add(id);
    this.showOpened();
    this.hideOthers();
  }

  /** Last, so that all that would be there is counted. The reach of one object is always whole. */
  private hideOthers(): void {
    const { namespaces } = this.query;
    if (!namespaces?.size) return;
    for (const id of this.shown) {
      const { namespace } = refAt(id);
      if (namespace === '' || namespaces.has(namespace)) continue;
      this.shown.delete(id);
      this.hidden += 1;
    }
  }

  /** What the node needs to its left, and what needs it to its right. */
  showReach(of: string): void {
    this.shown.add(of);
    for (const end of ['from', 'to'] as const) {
      const reached = new Set([of]);
      for (const id of reached) {
        for (const line of this.linesAt(id)) {
          const other = line[end];
          if (other === id || reached.has(other) || !this.isReached(other, id)) continue;
          reached.add(other);
          this.shown.add(other);
        }
      }
    }
    this.showOpened();
  }

  lines(): Line[] {
    const lines: Line[] = [];
    for (const id of this.shown) {
      for (const edge of this.world.graph.from(id)) {
        const line = toLine(edge);
        if (line.from === line.to || !this.isDrawn(line)) continue;
        const other = edge.to;
        if (this.shown.has(other)) lines.push(line);
        // A workload's Pods are drawn right beside it, without the ReplicaSet that tells a person nothing.
        else if (line.edge.meaning === 'owns') {
          for (const below of this.world.graph.from(other)) {
            if (below.meaning !== 'owns' || !this.shown.has(below.to)) continue;
            lines.push({ ...line, to: below.to, edge: { ...edge, to: below.to } });
          }
        }
      }
    }
    return lines;
  }

  private *linesAt(id: string): Iterable<Line> {
    const { graph } = this.world;
    for (const edges of [graph.from(id), graph.to(id)]) {
      for (const edge of edges) {
        const line = toLine(edge);
        if (this.query.lines.has(line.name) && line.from !== line.to) yield line;
      }
    }
  }

  private isBroken(id: string): boolean {
    const object = this.world.graph.node(id)?.object;
    return object !== undefined && isBroken(this.world.stateOf(id, object));
  }

  private belongs(id: string, object: KubernetesObject): boolean {
    const { graph } = this.world;
    const flux = fluxKindOf(groupOf(object.apiVersion), object.kind);
    if (!flux) {
      if (!graph.isApplied(id)) return isOrphan(graph, id);
      return this.isBroken(id) || this.contested.has(id);
    }
    const { lines } = this.query;
    if (flux.section === 'images' && !lines.has('images')) return this.isBroken(id);
    if (flux.section === 'notifications' && !lines.has('notifies')) return this.isBroken(id);
    return flux.kind !== 'HelmChart' || !this.isMadeByRelease(id) || this.isBroken(id);
  }

  /** A HelmRelease makes a HelmChart of its own: between it and its repository, that one tells nothing. */
  private isMadeByRelease(id: string): boolean {
    const users = [...this.world.graph.to(id)].filter(({ meaning }) => meaning === 'chart');
    return users.length > 0 && users.every(({ field }) => field === 'status.helmChart');
  }

  /** What an object of Flux names beside Flux's own: what is missing, and what it reads where that is asked for. */
  private isWorthNaming(id: string, { name, edge }: Line): boolean {
    if (this.shown.has(id) || outsideOf(id)) return false;
    const { graph, isRead } = this.world;
    if (edge.meaning === 'owns') return false;
    return name === 'values' || isMissing(graph, id, refAt(id), isRead);
  }

  private isReached(id: string, near: string): boolean {
    if (outsideOf(id)) return true;
    const ref = refAt(id);
    const flux = fluxKindOf(ref.group, ref.kind);
    if (flux) {
      return flux.kind !== 'HelmChart' || !this.isMadeByRelease(id) || this.isBroken(id);
    }
    const { graph, isRead } = this.world;
    const isContent = [...graph.to(id)].some(
      ({ meaning, from }) => from === near && (meaning === 'applies' || meaning === 'owns')
    );
    if (!isContent) return true;
    return near === this.query.of || this.isBroken(id) || isMissing(graph, id, ref, isRead);
  }

  private showOpened(): void {
    const { graph } = this.world;
    const { opened } = this.query;
    // Opened objects of an opened Kustomization come with it: in whichever order they were opened.
    for (let size = -1; size !== this.shown.size; ) {
      size = this.shown.size;
      for (const id of opened) {
        if (!this.shown.has(id)) continue;
        for (const { meaning, to } of graph.from(id)) {
          if (meaning === 'applies') this.shown.add(to);
          if (meaning !== 'owns') continue;
          const pods = [...graph.from(to)].filter(below => below.meaning === 'owns');
          if (refAt(to).kind !== 'ReplicaSet') this.shown.add(to);
          else for (const pod of pods) this.shown.add(pod.to);
        }
      }
    }
  }

  /**
   * That a Kustomization takes what its parent takes goes without saying, as long as the parent is drawn: a line from
   * the one source to everything would hide all others.
   */
  private isDrawn({ name, from, to, edge }: Line): boolean {
    const { lines } = this.query;
    if (!lines.has(name) || edge.field === 'status.helmChart') return false;
    const { graph } = this.world;
    // That a root applies its own source, too: it would lead back from the first box to the one before it.
    if (name === 'applies') return !this.takes(from, to);
    if (name !== 'source' || !lines.has('applies')) return true;
    for (const parent of graph.appliersOf(to)) {
      if (parent !== to && this.shown.has(parent) && this.takes(parent, from)) return false;
    }
    return true;
  }

  /** Asked for each of the thousands that a root applies. */
  private takes(taker: string, source: string): boolean {
    const known = this.taken.get(taker);
    if (known) return known.has(source);
    const sources = new Set<string>();
    for (const { meaning, to } of this.world.graph.from(taker)) {
      if (meaning === 'source') sources.add(to);
    }
    this.taken.set(taker, sources);
    return sources.has(source);
  }
}
