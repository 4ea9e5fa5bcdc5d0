import { isOutdated } from '../kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { requestedAt } from './annotations.ts';
import type { PlanStep } from './plan.ts';
import { isSameRevision } from './revision.ts';
import { fluxState } from './state.ts';
import { isStatic, isSuspended } from './suspension.ts';

/** What the object says about a step after its patch was sent. */
export type StepOutcome =
  | { name: 'requested' }
  /** The controller has taken it up, and is not through yet; `message` is what it says it does. */
  | { name: 'handled'; message?: string }
  | { name: 'done'; revision?: string; isNews: boolean }
  | { name: 'failed'; reason: string; message: string }
  /** Somebody suspended it meanwhile: nothing more will happen. */
  | { name: 'suspended' }
  /** Somebody deleted it meanwhile. */
  | { name: 'gone' };

/** What was seen before the patch. */
export interface Before {
  /** The value of `lastHandledReconcileAt`. */
  handled?: string;
  revision?: string;
  /** What its source served. */
  sourceRevision?: string;
}

function revisionOf(object: KubernetesObject): string | undefined {
  const status = record(object.status);
  if (object.kind === 'Kustomization') return text(status.lastAppliedRevision);
  if (object.kind === 'HelmRelease') return text(status.lastAttemptedRevision);
  return text(record(status.artifact).revision);
}

export function toBefore(object: KubernetesObject, sourceRevision: string | undefined): Before {
  const handled = text(record(object.status).lastHandledReconcileAt);
  return { handled, revision: revisionOf(object), sourceRevision };
}

/** Handled: our value is echoed; or, where somebody asked again meanwhile, theirs is. */
function isHandled(object: KubernetesObject, token: string, before: Before): boolean {
  const handled = text(record(object.status).lastHandledReconcileAt);
  if (handled === undefined || handled === before.handled) return false;
  return handled === token || handled === object.metadata.annotations?.[requestedAt];
}

/** A chart's version, without the digest that helm-controller appends. */
function versionOf(revision: string): string {
  return revision.replace(/\+.*$/, '');
}

/**
 * Whether the object is at the revision expected: what its source served when it was asked, or serves now.
 * Kinds that report no revision of their source have none to wait for.
 */
function isAtRevision(object: KubernetesObject, before: Before, sourceRevision?: string): boolean {
  const own = revisionOf(object);
  const expected = [before.sourceRevision, sourceRevision].filter(each => each !== undefined);
  if (expected.length === 0) return true;
  if (object.kind === 'Kustomization') return expected.some(each => isSameRevision(own, each));
  if (object.kind === 'HelmRelease' && own) {
    return expected.some(each => each.includes('@') || versionOf(own) === versionOf(each));
  }
  return true;
}

/** Judges a step by the object as it is now, with the revision that its source serves now. */
export function stepOutcome(
  step: PlanStep,
  object: KubernetesObject | undefined,
  before: Before,
  sourceRevision?: string
): StepOutcome {
  if (!object) return { name: 'gone' };
  const revision = revisionOf(object);
  const done = { name: 'done', revision, isNews: revision !== before.revision } as const;
  if (step.action === 'suspend') return isSuspended(object) ? done : { name: 'requested' };
  if (isSuspended(object)) {
    return step.action === 'resume' ? { name: 'requested' } : { name: 'suspended' };
  }
  if (step.action === 'resume') {
    // Controllers start over because the spec has changed; kinds without a controller are through.
    if (isStatic(object)) return done;
    if (isOutdated(object) || object.status === undefined) return { name: 'handled' };
  } else if (!isHandled(object, step.token ?? '', before)) {
    return { name: 'requested' };
  }
  const state = fluxState(object, { sourceRevision });
  if (state.name === 'failing' || state.name === 'stalled') {
    return { name: 'failed', reason: state.reason ?? '', message: state.message ?? '' };
  }
  const isReady = state.name === 'ready' && !state.checking;
  if (isReady && isAtRevision(object, before, sourceRevision)) return done;
  return { name: 'handled', message: state.message };
}
