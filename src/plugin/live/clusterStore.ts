import { type FluxKind, type FluxKindName, fluxKinds } from '../../core/flux/kinds.ts';
import type { ServedResources } from '../../core/flux/servedKinds.ts';
import { clockOffset } from '../../core/kubernetes/clockOffset.ts';
import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import { type ObjectRef, refKey, toRef } from '../../core/kubernetes/ref.ts';
import type { ResourceTable } from '../../core/kubernetes/servedResources.ts';
import type { Connection } from '../headlamp/connection.ts';
import { type ClusterGraph, createClusterGraph } from './clusterGraph.ts';
import { type Served, startDiscovery } from './discovery.ts';
import { createFluxTables } from './fluxTables.ts';
import type { Signal } from './frames.ts';
import { createKindFeed, type KindFeed } from './kindFeed.ts';
import { createObjectFeed, type ObjectFeed } from './objectFeed.ts';
import { worstPhase } from './phases.ts';
import type { ClusterView, FluxEntry, Freshness, KindView } from './views.ts';

/** Namespaces to show; empty for all of them. The same filter is the same Set. */
export type NamespaceFilter = ReadonlySet<string>;

export const everywhere: NamespaceFilter = new Set();

/** One cluster's Flux objects, read from `startClusterStore` until `close`. Every getter is memoised. */
export interface ClusterStore {
  readonly cluster: string;
  /** Heard at most once a frame, after something has changed. */
  subscribe(listener: () => void): () => void;
  view(kind: FluxKindName, filter: NamespaceFilter): KindView;
  find(kind: string, namespace: string, name: string): FluxEntry | undefined;
  clusterView(filter: NamespaceFilter): ClusterView;
  freshness(): Freshness;
  /** Where to look, as far as the whole cluster is forbidden. */
  setNamespaces(filter: NamespaceFilter): void;
  readonly namespaces: NamespaceFilter;
  /** Flux's objects, and whatever else is read of the cluster: each change puts its own object into it. */
  readonly objects: ClusterGraph;
  /** The way into `objects` for whoever reads more. */
  readonly feed: ObjectFeed;
  /** What the cluster serves; undefined until that is known. */
  readonly served: ServedResources | undefined;
  /** Where it serves what. */
  readonly resources: ResourceTable | undefined;
  /** Whether the user may list here; undefined while no list has answered. */
  readonly isGranted: boolean | undefined;
  /** Whether a kind is wanted that the cluster does not serve: it may be installed any time. */
  setLacksKinds(lacks: boolean): void;
  /** Whether all of a Flux kind in the namespace are read. */
  isRead(ref: ObjectRef): boolean;
  /** Every Flux kind has answered, with objects or with a refusal. */
  isComplete(): boolean;
  /** The API server's time in milliseconds. */
  now(): number;
  close(): void;
}

interface Cached {
  views: Map<FluxKindName, { of: unknown[]; view: KindView }>;
  whole?: ClusterView;
}

/** Of these there may be thousands, and they are long: a list brings them compressed, and a page of them first. */
const many = new Set<FluxKindName>([
  'Kustomization',
  'HelmRelease',
  'GitRepository',
  'OCIRepository',
  'HelmRepository',
  'HelmChart',
]);

/** In ms. */
const patience = 1000;

const loading: InformerPhase = { name: 'loading', loaded: 0 };
/** Discovery looks again every minute. */
const absent: InformerPhase = { name: 'absent', retryAt: 0 };

export function startClusterStore(options: {
  cluster: string;
  connection: Connection;
  clock: Clock;
  signal: Signal;
  /** Where the user may list, if anywhere special: empty for the whole cluster. */
  allowedNamespaces: readonly string[];
}): ClusterStore {
  const { cluster, connection, clock, signal, allowedNamespaces } = options;
  const tables = createFluxTables(cluster);
  const objects = createClusterGraph();
  const feedOfGraph = createObjectFeed(objects, clock, () => signal.mark(true));
  let served: Served | undefined;
  let namespaces = everywhere;
  let lacksKinds = false;
  let isGranted: boolean | undefined;
  let undoLate = () => {};
  let offset = 0;

  function feedOf(kind: FluxKind): KindFeed {
    let sent: number | undefined = clock.now();
    let phase: InformerPhase['name'] = 'loading';
    const feed = createKindFeed({
      resource: { group: kind.group, plural: kind.plural },
      connection,
      clock,
      allowed: allowedNamespaces,
      isShort: () => isGranted === true && !many.has(kind.kind),
      onChanges(changes) {
        const isMore = phase === 'loading' && tables.table(kind.kind).entries.length > 0;
        tables.apply(kind.kind, changes);
        for (const { type, object } of changes) {
          if (type === 'deleted') feedOfGraph.delete(toRef(object));
          else feedOfGraph.set(object);
        }
        signal.mark(isMore);
      },
      onClear() {
        for (const { ref } of tables.table(kind.kind).entries) feedOfGraph.delete(ref);
        tables.clear(kind.kind);
      },
      onPhase() {
        const { name } = phaseOf(feed);
        const isMore = phase === 'loading' && name === 'loading';
        phase = name;
        startOthers();
        signal.mark(isMore);
      },
      /** The first answer tells how far apart the clocks are. */
      onAnswer(date) {
        if (date === undefined || sent === undefined) return;
        offset = clockOffset({ sent, received: clock.now(), date });
        sent = undefined;
      },
    });
    return feed;
  }
  const feeds = new Map(fluxKinds.map(kind => [kind.kind, { kind, feed: feedOf(kind) }] as const));

  /** What a person looks for first is read first: it has the server, the line and the page for itself. */
  const isFirst = (kind: FluxKindName, { versions }: Served) =>
    versions.has('Kustomization') ? kind === 'Kustomization' : many.has(kind);

  /**
   * Once a list has told whether the user may: a refused watch tells nobody why, and does so in the browser's console.
   * Who gets no answer waits no longer for one than `patience`.
   */
  function startOthers(isLate = false) {
    if (isGranted !== undefined || !served) return;
    const first = [...feeds.values()].filter(({ feed }) => feed.version !== undefined);
    const phases = first.map(({ feed }) => phaseOf(feed));
    if (phases.some(({ name }) => name === 'loading') && !isLate) return;
    isGranted = phases.some(
      phase => phase.name === 'live' || (phase.name === 'loading' && phase.loaded > 0)
    );
    for (const [kind, { feed }] of feeds) feed.setVersion(served.versions.get(kind));
    signal.mark();
  }

  const discovery = startDiscovery({
    connection,
    clock,
    onServed(now) {
      served = now;
      for (const [kind, { feed }] of feeds) {
        if (isGranted !== undefined || isFirst(kind, now)) {
          feed.setVersion(now.versions.get(kind));
        }
      }
      startOthers();
      if (isGranted === undefined) undoLate = clock.after(patience, () => startOthers(true));
      signal.mark();
    },
    onPhase: signal.mark,
    /** A kind that is absent may be installed any time, or be served at another version. */
    isComplete: () =>
      !lacksKinds && [...feeds.values()].every(({ feed }) => phaseOf(feed).name !== 'absent'),
  });

  /** Times of our clock become the server's. */
  function toServerTime(phase: InformerPhase): InformerPhase {
    if (offset === 0 || !('retryAt' in phase)) return phase;
    const retryAt = phase.retryAt + offset;
    return phase.name === 'stale'
      ? { ...phase, retryAt, since: phase.since + offset }
      : { ...phase, retryAt };
  }

  function phaseOf(feed: KindFeed): InformerPhase {
    if (feed.phase || discovery.phase.name !== 'live') return feed.phase ?? discovery.phase;
    return isGranted === undefined ? loading : absent;
  }

  /** By filter, since a page with one and a page without may be mounted together. */
  const cache = new WeakMap<NamespaceFilter, Cached>();

  function cached(filter: NamespaceFilter): Cached {
    const found = cache.get(filter) ?? { views: new Map() };
    cache.set(filter, found);
    return found;
  }

  function view(kind: FluxKindName, filter: NamespaceFilter): KindView {
    const found = feeds.get(kind);
    if (!found) throw new Error(`${kind} is not a kind of Flux`);
    const { feed } = found;
    const { entries } = tables.table(kind);
    const { scopes } = feed;
    const of = [entries, scopes, feed.version, discovery.phase, isGranted, offset];
    const { views } = cached(filter);
    const before = views.get(kind);
    if (before?.of.every((part, i) => part === of[i])) return before.view;
    const shown = filter.size > 0 ? entries.filter(e => filter.has(e.ref.namespace)) : entries;
    const phase = toServerTime(phaseOf(feed));
    const made: KindView = {
      kind: found.kind,
      ...(feed.version ? { version: feed.version } : {}),
      entries: shown,
      hidden: entries.length - shown.length,
      phase,
      scopes: scopes?.map(scope => ({ ...scope, phase: toServerTime(scope.phase) })) ?? [
        { namespace: '', phase },
      ],
    };
    views.set(kind, { of, view: made });
    return made;
  }

  function find(kind: string, namespace: string, name: string): FluxEntry | undefined {
    const found = feeds.get(kind as FluxKindName)?.kind;
    if (!found) return undefined;
    return tables.table(found.kind).get(refKey({ group: found.group, kind, namespace, name }));
  }

  function clusterView(filter: NamespaceFilter): ClusterView {
    const kinds = new Map(fluxKinds.map(({ kind }) => [kind, view(kind, filter)] as const));
    const known = cached(filter);
    const before = known.whole;
    if (before && [...kinds].every(([kind, each]) => before.kinds.get(kind) === each))
      return before;
    return (known.whole = { cluster, kinds, find });
  }

  function isRead({ group, kind, namespace }: ObjectRef): boolean {
    const found = feeds.get(kind as FluxKindName);
    if (found?.kind.group !== group) return false;
    return (found.feed.scopes ?? []).some(
      scope =>
        ['', namespace].includes(scope.namespace) &&
        (scope.phase.name === 'live' || scope.phase.name === 'stale')
    );
  }

  let fresh: Freshness = { isLive: false, phase: loading };

  /** `heardAt` moves with every event: it is news only when a second has passed. */
  function freshness(): Freshness {
    const read = [...feeds.values()].map(each => ({ ...each, phase: phaseOf(each.feed) }));
    const phase = toServerTime(worstPhase(read.map(each => each.phase)));
    const decides = read.filter(each => each.phase.name === phase.name);
    const heard = read.flatMap(({ feed }) => feed.heardAt() ?? []);
    const heardAt = heard.length > 0 ? Math.min(...heard) + offset : undefined;
    const isLive = phase.name === 'live' || (phase.name === 'forbidden' && heard.length > 0);
    const kind = decides.length === 1 ? decides[0]?.kind.kind : undefined;
    const isSame =
      fresh.isLive === isLive &&
      fresh.kind === kind &&
      JSON.stringify(fresh.phase) === JSON.stringify(phase) &&
      Math.abs((fresh.heardAt ?? 0) - (heardAt ?? 0)) < 1000;
    if (!isSame)
      fresh = { isLive, phase, ...(heardAt ? { heardAt } : {}), ...(kind ? { kind } : {}) };
    return fresh;
  }

  return {
    cluster,
    subscribe: signal.subscribe,
    view,
    find,
    clusterView,
    freshness,
    objects,
    feed: feedOfGraph,
    get namespaces() {
      return namespaces;
    },
    get served() {
      return served?.names;
    },
    get resources() {
      return served?.resources;
    },
    get isGranted() {
      return isGranted;
    },
    setLacksKinds: lacks => void (lacksKinds = lacks),
    isRead,
    isComplete: () => [...feeds.values()].every(({ feed }) => phaseOf(feed).name !== 'loading'),
    setNamespaces(filter) {
      namespaces = filter;
      for (const { feed } of feeds.values()) feed.setNamespaces([...filter]);
    },
    now: () => clock.now() + offset,
    close() {
      undoLate();
      discovery.close();
      feedOfGraph.close();
      for (const { feed } of feeds.values()) feed.close();
    },
  };
}
