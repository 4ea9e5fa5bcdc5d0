import { diagnose, type Diagnosis } from '../../core/diagnosis/diagnose.ts';
import {
  appliedReads,
  belowReads,
  controllerReads,
  leaseReads,
} from '../../core/diagnosis/reads.ts';
import { type DiagnosisWorld, stateIn } from '../../core/diagnosis/world.ts';
import { fluxKindOf } from '../../core/flux/kinds.ts';
import { isAtRest } from '../../core/flux/state.ts';
import type { Graph } from '../../core/graph/graph.ts';
import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import { type ObjectRef, toRef } from '../../core/kubernetes/ref.ts';
import type { Connection } from '../headlamp/connection.ts';
import type { ClusterStore } from './clusterStore.ts';
import { createEventIndex } from './eventIndex.ts';
import type { Signal } from './frames.ts';
import { sameWhereEqual } from './sameWhereEqual.ts';
import { createWorldReads, type Unread, type WantedRead, type WorldReads } from './worldReads.ts';

/** What is broken in a cluster and why, as far as was looked. Immutable; the world in it changes in place. */
export interface DiagnosisView {
  diagnosis: Diagnosis;
  world: DiagnosisWorld;
  /** Of the objects that inventories name: looked at, and not. */
  checked: number;
  notChecked: number;
  /** How many of those looked at are not well. */
  unhealthy: number;
  /** What may not be read, is not served or did not answer. */
  unread: readonly Unread[];
  /** Flux's version, by the label that its installers put on its controllers. */
  fluxVersion?: string;
  /** Every read has answered. */
  isComplete: boolean;
  /** Another one: something changed. */
  stamp: number;
}

/** The graph as it is: it changes in place, and `stamp` tells that it did. */
export interface GraphView {
  graph: Graph;
  stamp: number;
  /** Whether all objects of the kind in the namespace were read. */
  isRead(ref: ObjectRef): boolean;
}

/** Reads and diagnoses while somebody listens, and some seconds longer. */
export interface DiagnosisStore {
  subscribe(listener: () => void): () => void;
  view(): DiagnosisView;
  graphView(): GraphView;
}

const linger = 5000;
/** Leases go stale and Pods wait too long without any event that says so. */
const lookAgainAfter = 10_000;
/** So many times its own duration the diagnosis rests: however dear it becomes, the page stays free. */
const rest = 4;
const eventRead: WantedRead = { kind: { group: '', kind: 'Event' }, fieldSelector: 'type=Warning' };

/**
 * The diagnosis of a cluster, kept up to date: at most once a frame, after the frame, and never twice for the same
 * world. Which objects are read follows from what is there: workloads by what inventories name, Pods below what is not
 * healthy.
 */
export function createDiagnosisStore(options: {
  store: ClusterStore;
  /** Keeps the store running. */
  hold: () => () => void;
  connection: Connection;
  clock: Clock;
  signal: Signal;
  allowedNamespaces: readonly string[];
  /** Whether another user is about to come: then nothing lingers. */
  isLeaving?: () => boolean;
}): DiagnosisStore {
  const { store, hold, connection, clock, signal, allowedNamespaces } = options;
  const { objects } = store;
  const { graph, suspects, coverage } = objects;
  const events = createEventIndex();
  const listeners = new Set<() => void>();

  let reads: WorldReads | undefined;
  let isNews = true;
  let due: (() => void) | undefined;
  let notBefore = 0;

  const isRead = (ref: ObjectRef) => store.isRead(ref) || (reads?.isRead(ref) ?? false);
  const isReading = (ref: ObjectRef) => {
    const selector = ref.kind === 'Event' ? eventRead.fieldSelector : undefined;
    return reads?.isReading(ref, selector) ?? false;
  };
  const worldAt = (now: number): DiagnosisWorld => ({
    now,
    graph,
    isRead,
    isReading,
    served: store.served,
    eventsOf: ref => events.of(ref),
    eventsIn: namespace =>
      reads?.isRead({ ...eventRead.kind, namespace, name: '' }, eventRead.fieldSelector)
        ? events.in(namespace)
        : undefined,
  });
  let view: DiagnosisView = {
    diagnosis: { causes: [], notices: [] },
    world: worldAt(0),
    checked: 0,
    notChecked: 0,
    unhealthy: 0,
    unread: [],
    isComplete: false,
    stamp: 0,
  };
  let graphView: GraphView = { graph, stamp: 0, isRead };

  function start(): () => void {
    reads = createWorldReads({
      connection,
      clock,
      allowedNamespaces,
      served: () => store.resources,
      isGranted: () => store.isGranted === true,
      sinkOf: ({ kind }) => (kind === 'Event' ? events : store.feed),
      onChange: (kind, changes) => {
        // A Lease is renewed all the time: what it says is looked at with the next news, or soon.
        const isPulse = changes.length > 0 && changes.every(({ type }) => type === 'modified');
        if (kind.kind === 'Lease' && isPulse) return;
        isNews = true;
        signal.mark();
      },
    });
    const undo = [hold(), store.subscribe(news), signal.subscribe(news), every(lookAgainAfter)];
    let servedBefore = store.resources;
    function news() {
      if (store.resources !== servedBefore) {
        servedBefore = store.resources;
        reads?.resolve();
      }
      isNews = true;
      schedule();
    }
    schedule();
    return () => {
      undo.forEach(call => call());
      due?.();
      due = undefined;
      reads?.close();
      reads = undefined;
    };
  }

  function every(milliseconds: number): () => void {
    let undo = () => {};
    const again = () => {
      undo = clock.after(milliseconds, () => {
        schedule();
        again();
      });
    };
    again();
    return () => undo();
  }

  function schedule(): void {
    due ??= clock.after(Math.max(0, notBefore - clock.now()), run);
  }

  const objectsOf = (ids: Iterable<string>) => [...ids].flatMap(id => graph.node(id)?.object ?? []);

  function fluxVersion(): string | undefined {
    const labels = objectsOf(suspects.controllers()).map(({ metadata }) => metadata.labels ?? {});
    const own = labels.find(label => label['app.kubernetes.io/part-of'] === 'flux');
    return own?.['app.kubernetes.io/version']?.replace(/^v/, '');
  }

  function wanted(now: number): WantedRead[] {
    const suspected = objectsOf(suspects.ids());
    return [
      ...appliedReads(objects.appliers),
      ...controllerReads,
      ...leaseReads(objectsOf(suspects.controllers())),
      ...belowReads(suspected, now),
      ...(suspected.length > 0 ? [eventRead] : []),
    ];
  }

  function run(): void {
    due = undefined;
    if (!reads) return;
    // A world that is half in has causes that the other half takes back. Only where nothing is known yet some are told
    // of it at once, which follow from nothing that is not there.
    const isHalf = !store.feed.isDrained;
    // The other half is news when it is in.
    if (isHalf && (view.diagnosis.causes.length > 0 || store.isComplete())) return;
    const began = clock.now();
    const now = store.now();
    reads.setNamespaces([...store.namespaces]);
    if (store.resources && store.isGranted !== undefined) {
      reads.want(wanted(now));
      store.setLacksKinds(reads.lacksKinds());
    }
    const world = isHalf
      ? { ...worldAt(now), isRead: () => false, isReading: () => true }
      : worldAt(now);
    publish(sameWhereEqual(view.diagnosis, diagnose(world, suspects)), world);
    notBefore = clock.now() + rest * (clock.now() - began);
  }

  function publish(diagnosis: Diagnosis, world: DiagnosisWorld): void {
    const isSame = diagnosis === view.diagnosis && !isNews;
    isNews = false;
    if (isSame) return;
    const unread = reads?.unread() ?? [];
    const { unhealthy, unknown } = notWellIn(world);
    view = {
      diagnosis,
      world,
      checked: coverage.checked - unknown,
      notChecked: coverage.notChecked + unknown,
      unhealthy,
      fluxVersion: fluxVersion(),
      unread: JSON.stringify(unread) === JSON.stringify(view.unread) ? view.unread : unread,
      isComplete: store.isComplete() && (reads?.isComplete() ?? false),
      stamp: view.stamp + 1,
    };
    if (graphView.stamp !== objects.stamp) graphView = { graph, stamp: objects.stamp, isRead };
    for (const listener of [...listeners]) listener();
  }

  /** Of what inventories name: what is not well, and what nothing is known of, since no controller took note of it. */
  function notWellIn(world: DiagnosisWorld): { unhealthy: number; unknown: number } {
    let [unhealthy, unknown] = [0, 0];
    for (const id of suspects.ids()) {
      const object = graph.isApplied(id) ? graph.object(id) : undefined;
      if (!object) continue;
      const isFlux = fluxKindOf(toRef(object).group, object.kind) !== undefined;
      const state = isFlux ? stateIn(object, world).name : 'failing';
      if (state === 'unknown') unknown += 1;
      else if (!isAtRest(state) && state !== 'suspended') unhealthy += 1;
    }
    return { unhealthy, unknown };
  }

  let letGo = () => {};
  let stop: (() => void) | undefined;

  return {
    subscribe(listener) {
      letGo();
      listeners.add(listener);
      stop ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        const end = () => {
          stop?.();
          stop = undefined;
        };
        if (options.isLeaving?.()) end();
        else letGo = clock.after(linger, end);
      };
    },
    view: () => view,
    graphView: () => graphView,
  };
}
