import { type Condition, conditionOf, conditionsOf, isOutdated } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import type { Sentence } from '../sentence.ts';
import { isSameRevision } from './revision.ts';
import { isSuspended } from './suspension.ts';

export const stateNames = [
  'failing',
  'stalled',
  'retrying',
  'pending',
  'progressing',
  'terminating',
  'unknown',
  'suspended',
  'ready',
  'static',
] as const;

/** What a Flux object is doing. The order of `stateNames` is "needs attention first". */
export type StateName = (typeof stateNames)[number];

export interface FluxState {
  name: StateName;
  /** The reason and whole message of the condition that decided, as the controller wrote them. */
  reason?: string;
  message?: string;
  /** When it began; `atLeast`: it began then or earlier, since Flux resets the condition's time at each retry. */
  since?: { time: string; atLeast: boolean };
  /** Ready, and being looked at again right now: not progress, and no reason to worry. */
  checking?: true;
  /** What Ready said last, where suspension froze it. */
  last?: FluxState;
  /** The state in words. */
  says: Sentence;
}

/** There is a state for each object, and ten different ones. */
const sentences = Object.fromEntries(
  stateNames.map(name => [name, { id: `state.${name}` }])
) as Record<StateName, Sentence>;

/** What the object alone does not say. */
export interface StateContext {
  /** The revision that the object's source serves now, where it is known. */
  sourceRevision?: string;
}

const waitReasons = new Set([
  'DependencyNotReady',
  'SourceNotReady',
  'NoSourceArtifact',
  'NoArtifact',
]);
/** Some reasons are waits only where the message says so: ArtifactFailed also means "path not found", a failure. */
const maybeWaits = new Set([
  'ArtifactFailed',
  'SourceUnavailable',
  'SourceManagerFailed',
  'NotFound',
]);
const sourceMissing = /^Source |\.source\.toolkit\.fluxcd\.io "[^"]+" not found/;

/** Whether a controller says that it waits for another object, by the reason and message of a condition or an event. */
export function isWait(reason = '', message = ''): boolean {
  return waitReasons.has(reason) || (maybeWaits.has(reason) && sourceMissing.test(message));
}

/** Kinds that no controller writes a status for: whether they work, nobody says. */
function isStatic(object: KubernetesObject): boolean {
  if (object.kind === 'HelmRepository') return record(object.spec).type === 'oci';
  return (object.kind === 'Alert' || object.kind === 'Provider') && !conditionOf(object, 'Ready');
}

function sinceOf(object: KubernetesObject, ready: Condition | undefined): FluxState['since'] {
  const [newest] = list(record(object.status).history).map(record);
  const failed = text(newest?.lastReconciledStatus) !== 'ReconciliationSucceeded';
  const recorded = text(newest?.firstReconciled);
  if (ready?.status === 'False' && failed && recorded && !waitReasons.has(ready.reason ?? '')) {
    return { time: recorded, atLeast: false };
  }
  return ready?.lastTransitionTime ? { time: ready.lastTransitionTime, atLeast: true } : undefined;
}

/** How the last finished attempt ended, as far as the object's own status tells. */
function lastOutcome(object: KubernetesObject): 'good' | 'bad' | undefined {
  const [newest] = list(record(object.status).history).map(record);
  if (!newest) return text(record(object.status).lastAppliedRevision) ? 'good' : undefined;
  const outcome = text(newest.lastReconciledStatus) ?? text(newest.status);
  if (outcome === undefined) return undefined;
  return outcome === 'ReconciliationSucceeded' || outcome === 'deployed' ? 'good' : 'bad';
}

/** What sources say went wrong, and go on saying while they try again; of an older spec it is news no more. */
function abnormalOf(object: KubernetesObject): Condition | undefined {
  const types = ['FetchFailed', 'BuildFailed', 'StorageOperationFailed', 'IncludeUnavailable'];
  return conditionsOf(object).find(
    ({ type, status, observedGeneration }) =>
      types.includes(type) &&
      status === 'True' &&
      (observedGeneration === undefined || observedGeneration === object.metadata.generation)
  );
}

function decide(object: KubernetesObject, context: StateContext): Omit<FluxState, 'says'> {
  const ready = conditionOf(object, 'Ready');
  const reconciling = conditionOf(object, 'Reconciling');
  const stalled = conditionOf(object, 'Stalled');
  const said = (name: StateName, by: Condition | undefined): Omit<FluxState, 'says'> => ({
    name,
    reason: by?.reason,
    message: by?.message,
    since: sinceOf(object, by),
  });

  if (isStatic(object)) return { name: 'static' };
  if (!ready && !reconciling && !stalled) return { name: 'unknown' };
  if (stalled?.status === 'True') return said('stalled', stalled);
  // Lumen's own reconciler says this of kinds that only Flux's controllers reconcile.
  if (ready?.reason === 'NotSupported') return said('unknown', ready);
  if (ready?.status === 'False' && isWait(ready.reason, ready.message)) {
    return said('pending', ready);
  }
  const outdated = isOutdated(object);
  // A release whose action runs says Unknown. Before, and where it never comes to that, its last failure stands.
  const isBetween = object.kind === 'HelmRelease' && reconciling?.reason === 'Progressing';
  const retries = !reconciling || reconciling.reason === 'ProgressingWithRetry' || isBetween;
  const isNews = outdated && (ready?.observedGeneration ?? 0) < (object.metadata.generation ?? 0);
  if (ready?.status === 'False' && retries && !isNews) return said('failing', ready);
  const failed = ready?.status === 'Unknown' ? abnormalOf(object) : undefined;
  if (failed) {
    return said(isWait(failed.reason, failed.message) ? 'pending' : 'retrying', failed);
  }
  if (ready?.status === 'Unknown' && !outdated) {
    const applied = text(record(object.status).lastAppliedRevision);
    const isCheck = isSameRevision(applied, context.sourceRevision);
    const last = lastOutcome(object);
    if (isCheck && last === 'good') return { ...said('ready', ready), checking: true };
    if (last === 'bad') return said('retrying', ready);
  }
  if (ready?.status === 'Unknown' || reconciling?.status === 'True' || outdated) {
    return said('progressing', reconciling?.status === 'True' ? reconciling : ready);
  }
  if (ready?.status === 'True') return said('ready', ready);
  return ready?.status === 'False' ? said('failing', ready) : { name: 'unknown' };
}

/**
 * The state of any Flux object: the one function behind every list, tile, graph and badge.
 * Total: an object without status, or with conditions of odd types, is `unknown` and never throws.
 */
export function fluxState(object: KubernetesObject, context: StateContext = {}): FluxState {
  if (object.metadata.deletionTimestamp) {
    const since = { time: object.metadata.deletionTimestamp, atLeast: false };
    const finalizers = object.metadata.finalizers ?? [];
    const says: Sentence = finalizers.length
      ? { id: 'state.terminating.held', params: { finalizers: finalizers.join(', ') } }
      : { id: 'state.terminating' };
    return { name: 'terminating', since, says };
  }
  const decided = decide(object, context);
  const state: FluxState = { ...decided, says: sentences[decided.name] };
  if (!isSuspended(object)) return state;
  return { name: 'suspended', last: state, says: { id: 'state.suspended' } };
}

/** Whether there is nothing to explain: it is ready, or has nothing to say. */
export function isAtRest(name: StateName | undefined): boolean {
  return name === 'ready' || name === 'static';
}

/** Whether a person should look at it first. */
export function needsAttention(state: FluxState): boolean {
  return state.name === 'failing' || state.name === 'stalled' || state.name === 'retrying';
}
