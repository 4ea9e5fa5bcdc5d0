import type { ServedResources } from '../flux/servedKinds.ts';
import { sourceOf } from '../flux/sourceOf.ts';
import { type FluxState, fluxState, isWait } from '../flux/state.ts';
import type { Graph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';

/** What a diagnosis may look at. It sees nothing else, and says nothing of what it cannot see. */
export interface DiagnosisWorld {
  /** Milliseconds, by the API server's clock. */
  now: number;
  /** Flux's objects, and of what they applied as much as was read. */
  graph: Graph;
  /** Whether all objects of the kind in the namespace were read: what is not in the graph is then missing. */
  isRead(ref: ObjectRef): boolean;
  /** Whether they were asked for and are not in yet: what they may explain is not told without them. */
  isReading?(ref: ObjectRef): boolean;
  /** What the API server serves, where it was asked: which kinds of Flux are not installed, and which are deprecated. */
  served?: ServedResources;
  /** Events about an object, in any order. */
  eventsOf?(ref: ObjectRef): Iterable<KubernetesObject>;
  /** Events about whatever is, or was, in a namespace; undefined where they were not all read. */
  eventsIn?(namespace: string): Iterable<KubernetesObject> | undefined;
}

/** The revision that the source of the object serves now. */
function sourceRevisionOf(
  object: KubernetesObject,
  { graph }: Pick<DiagnosisWorld, 'graph'>
): string | undefined {
  const source = sourceOf(object);
  const served = source && graph.object(objectId(source));
  return text(record(record(served?.status).artifact).revision);
}

/** When it last succeeded, by its own status. */
export function lastSuccess({ status }: KubernetesObject): number {
  const { history, lastScanResult, artifact } = record(status);
  const good = list(history)
    .map(record)
    .filter(row => row.lastReconciledStatus === 'ReconciliationSucceeded')
    .map(row => row.lastReconciled);
  const times = [...good, record(lastScanResult).scanTime, record(artifact).lastUpdateTime];
  return Math.max(0, ...times.map(time => Date.parse(text(time) ?? '') || 0));
}

/**
 * The failure that is being tried again: while it is, the object itself only says that something is in progress. Its
 * Events remember, as long as they are of the revision and the values that are tried, and nothing succeeded since.
 */
function retriedFailure(object: KubernetesObject, world: DiagnosisWorld) {
  const ref = toRef(object);
  const status = record(object.status);
  const { lastAttemptedRevision, lastAttemptedConfigDigest, lastAttemptedGeneration } = status;
  // A release tells which spec it tried last: what failed is of that one, and this one is tried first.
  const { generation = 0 } = object.metadata;
  if (typeof lastAttemptedGeneration === 'number' && lastAttemptedGeneration < generation) {
    return undefined;
  }
  const success = lastSuccess(object);
  // Both times are in whole seconds: in the same one, a try that succeeded was the later one.
  const isDone = lastAttemptedRevision === status.lastAppliedRevision;
  const failures = [...(world.eventsOf?.(ref) ?? [])].flatMap(event => {
    const told = (what: string) => event.metadata.annotations?.[`${ref.group}/${what}`];
    const [revision, values] = [told('revision'), told('token')];
    const isOther =
      (revision !== undefined && revision !== lastAttemptedRevision) ||
      (values !== undefined &&
        lastAttemptedConfigDigest !== undefined &&
        values !== lastAttemptedConfigDigest);
    const at = Date.parse(text(event.lastTimestamp) ?? text(event.eventTime) ?? '');
    const message = text(event.message);
    const reason = text(event.reason);
    const isAfter = isDone ? at > success : at >= success;
    const isNews = event.type === 'Warning' && !isOther && isAfter;
    return isNews && message && !isWait(reason, message) ? { at, message, reason } : [];
  });
  return failures.sort((a, b) => b.at - a.at)[0];
}

export function stateIn(object: KubernetesObject, world: DiagnosisWorld): FluxState {
  const state = fluxState(object, { sourceRevision: sourceRevisionOf(object, world) });
  const isRetried = state.name === 'retrying';
  const saysNothing = isRetried && state.message === conditionOf(object, 'Ready')?.message;
  if (state.name !== 'progressing' && !saysNothing) return state;
  const failure = retriedFailure(object, world);
  // That something is in progress is no word on what went wrong.
  if (!failure) return isRetried ? { ...state, message: undefined } : state;
  const { message, reason } = failure;
  return { ...state, name: 'retrying', message, reason, says: { id: 'state.retrying' } };
}

/** Objects arrive in any order: what came just now may name what comes next. In milliseconds. */
const arrival = 15_000;

export function hasJustCome({ metadata }: KubernetesObject, { now }: DiagnosisWorld): boolean {
  const age = now - Date.parse(metadata.creationTimestamp ?? '');
  return age < arrival;
}
