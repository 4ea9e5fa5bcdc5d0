import { fluxKindOf } from '../flux/kinds.ts';
import type { FluxState } from '../flux/state.ts';
import { appliersOf } from '../graph/appliers.ts';
import type { Edge } from '../graph/edge.ts';
import type { Graph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { type ObjectRef, refKey, refText } from '../kubernetes/ref.ts';
import type { Sentence } from '../sentence.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Cause, Evidence, Since } from './finding.ts';
import { type DiagnosisWorld, stateIn } from './world.ts';

/** One step from an object towards what keeps it from being well. */
export interface ChainLink {
  ref: ObjectRef;
  /** Of Flux's own objects, where they were read. */
  state?: FluxState;
  /** What binds it to the next; of the last, what is broken. */
  says: Sentence;
  evidence: Evidence[];
  /** The last is the cause, and knows what to do. */
  remedy?: Sentence;
  command?: string;
  since?: Since;
  /** Of the cause: the workload that a broken Pod belongs to. */
  workload?: ObjectRef;
}

/**
 * What concerns an object, what holds up most first: what breaks it, then what is broken among all that it applied.
 * Notices only where nothing does.
 */
export function causesOf({ causes, notices }: Diagnosis, graph: Graph, ref: ObjectRef): Cause[] {
  const about = (all: readonly Cause[]) => {
    const own = all.filter(each => concerns(each, ref));
    const applied = all.filter(each => !own.includes(each) && isAppliedBy(each, ref, graph));
    return [...own, ...applied];
  };
  const found = about(causes);
  return found.length > 0 ? found : about(notices);
}

/** From an object to a cause that concerns it, the way that the trouble came. */
export function chainOf(cause: Cause, world: DiagnosisWorld, ref: ObjectRef): ChainLink[] {
  const way = wayTo(cause, world.graph, ref);
  return [
    ...way.map(({ at, next, edge }) => {
      const isRefused = edge?.meaning === 'applies' && isRefusedBy(cause, at);
      const tie = isRefused ? 'refused' : edge?.meaning ?? tieOf(at, cause);
      return {
        ref: at,
        ...stateAt(at, world),
        says: { id: `chain.${tie}`, params: { other: refText(next) } },
        // That it holds an older one does not show that it wants this one.
        evidence: evidenceOf(at, isRefused ? undefined : edge, world),
      };
    }),
    {
      ref: cause.object,
      ...stateAt(cause.object, world),
      says: cause.says,
      evidence: cause.evidence,
      remedy: cause.remedy,
      command: cause.command,
      since: cause.since,
      workload: cause.workload,
    },
  ];
}

/** What binds two that no field of them does. */
function tieOf(from: ObjectRef, { rule }: Cause): string {
  if (rule.startsWith('controller.')) return 'reconciled';
  return from.kind === 'Secret' ? 'made' : 'needs';
}

/** Whether the object itself says of the cause that it was not taken: what runs of it may be well. */
function isRefusedBy({ evidence }: Cause, ref: ObjectRef): boolean {
  return evidence.some(
    ({ object, message = '' }) =>
      refKey(object) === refKey(ref) && /\b(?:dry-run|apply) failed\b/.test(message)
  );
}

/** Whether it is the cause, or one of its victims. */
function concerns({ object, workload, victims }: Cause, ref: ObjectRef): boolean {
  const key = refKey(ref);
  const own = [object, ...(workload ? [workload] : [])];
  return (
    own.some(each => refKey(each) === key) || victims.some(each => refKey(each.object) === key)
  );
}

/** Who applied what is broken may be ready all the same, where it does not wait for health. */
function isAppliedBy({ object, workload }: Cause, ref: ObjectRef, graph: Graph): boolean {
  return appliersOf(graph, objectId(workload ?? object)).includes(objectId(ref));
}

interface Stride {
  at: ObjectRef;
  next: ObjectRef;
  /** Undefined: nothing that was read binds the two. */
  edge?: Edge;
}

/** The shortest way, over other victims only: whoever is well has handed nothing on. */
function wayTo({ object, workload, victims, through = [] }: Cause, graph: Graph, from: ObjectRef) {
  const last = [...(workload ? [workload] : []), ...through, object];
  // Whoever is on the last, straight part begins there.
  const inside = last.findIndex(each => refKey(each) === refKey(from));
  const straight = last.slice(Math.max(inside, 0));
  const target = refKey(straight[0] ?? object);
  const mayPass = new Set(victims.map(victim => objectId(victim.object))).add(target);
  const before = new Map<string, Edge | undefined>([[objectId(from), undefined]]);
  for (const id of before.keys()) {
    if (id === target) break;
    for (const edge of graph.from(id)) {
      if (mayPass.has(edge.to) && !before.has(edge.to)) before.set(edge.to, edge);
    }
  }
  const refs = new Map(
    [from, ...victims.map(victim => victim.object), ...straight].map(
      ref => [objectId(ref), ref] as const
    )
  );
  const strides: Stride[] = [];
  for (let edge = before.get(target); edge; edge = before.get(edge.from)) {
    const [at, next] = [refs.get(edge.from), refs.get(edge.to)];
    if (at && next) strides.unshift({ at, next, edge });
  }
  const begins = straight[0];
  if (begins && strides.length === 0 && refKey(from) !== target) {
    strides.push({ at: from, next: begins });
  }
  for (const [index, at] of straight.entries()) {
    const next = straight[index + 1];
    if (next && refKey(next) !== refKey(at)) {
      const edge = [...graph.from(objectId(at))].find(({ to }) => to === objectId(next));
      strides.push({ at, next, edge: edge ?? below(at, next) });
    }
  }
  return strides;
}

/** A workload owns its Pods through its ReplicaSets, which tell a person nothing. */
function below(at: ObjectRef, next: ObjectRef): Edge | undefined {
  if (next.kind !== 'Pod') return undefined;
  const field = 'metadata.ownerReferences';
  return { from: objectId(at), to: objectId(next), meaning: 'owns', field };
}

function stateAt(ref: ObjectRef, world: DiagnosisWorld): { state?: FluxState } {
  const object = world.graph.object(objectId(ref));
  return object && fluxKindOf(ref.group, ref.kind) ? { state: stateIn(object, world) } : {};
}

/** The field that names the next, and what the object's own condition says of it. */
function evidenceOf(ref: ObjectRef, edge: Edge | undefined, { graph }: DiagnosisWorld): Evidence[] {
  const object = graph.object(objectId(ref));
  const ready = object && conditionOf(object, 'Ready');
  const said = ready?.status === 'False' && ready.message;
  const isOwn = edge && edge.meaning !== 'owns';
  return [
    ...(isOwn ? [{ object: ref, seenIn: { type: 'field', path: edge.field } as const }] : []),
    ...(said
      ? [{ object: ref, seenIn: { type: 'condition', name: 'Ready' } as const, message: said }]
      : []),
  ];
}
