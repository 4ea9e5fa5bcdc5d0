import { conditionOf } from '../../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record } from '../../../src/core/kubernetes/object.ts';
import type { Side } from './side.ts';

/** Far beyond what any step takes, on a machine that others keep busy too: nothing fails for being late. */
const patience = 150_000;

export interface Wanted {
  namespace: string;
  name: string;
  /** Ready's reason at the end; null: the object is gone. */
  reason: string | null;
  /** The request to reconcile that must have been handled. */
  token?: string;
  /** The revision that must have been looked at. */
  revision?: string;
}

/**
 * The object when it says that it is at its end, in its newest generation; undefined where its end is to be gone. Who
 * reads it again later may find it in its next try.
 */
export async function settled(
  side: Side,
  kind: 'GitRepository' | 'Kustomization',
  wanted: Wanted
): Promise<KubernetesObject | undefined> {
  const view = side.view(kind);
  const { namespace, name } = wanted;
  const look = () => {
    const object = view.get(namespace, name);
    return isAtEnd(object, wanted) ? { object } : undefined;
  };
  const what = `${side.name}: ${kind} ${name} ends as ${wanted.reason ?? 'gone'}`;
  const found = await view.until(look, what, patience).catch((error: Error) => {
    const status = JSON.stringify(view.get(namespace, name)?.status, undefined, 2);
    throw new Error(`${error.message}; its status: ${status}`);
  });
  return found.object;
}

/** Reasons that come before the build, and those of runs that the history tells of. */
const early = new Set(['DependencyNotReady', 'ArtifactFailed', 'InvalidCELExpression']);
const recorded = new Set([
  'ReconciliationSucceeded',
  'ReconciliationFailed',
  'PruneFailed',
  'HealthCheckFailed',
]);

/** Flux writes the conditions first and the rest of the status with a second request: it must be there, too. */
function isAtEnd(object: KubernetesObject | undefined, wanted: Wanted): boolean {
  if (!object || wanted.reason === null) return object === undefined && wanted.reason === null;
  const ready = conditionOf(object, 'Ready');
  const reconciling = conditionOf(object, 'Reconciling');
  const { status, metadata, kind } = object;
  const { lastHandledReconcileAt, lastAttemptedRevision, history, observedGeneration } =
    record(status);
  if (!ready || ready.status === 'Unknown' || ready.reason !== wanted.reason) return false;
  if (wanted.token && lastHandledReconcileAt !== wanted.token) return false;
  if (record(object.spec).suspend === true) return true;
  if (ready.observedGeneration !== metadata.generation) return false;
  const isObserved = ready.status === 'True' || wanted.reason === 'InvalidCELExpression';
  if (isObserved && observedGeneration !== metadata.generation) return false;
  const isEarly = early.has(wanted.reason);
  if (reconciling && reconciling.reason !== 'ProgressingWithRetry' && !isEarly) return false;
  if (isEarly || kind !== 'Kustomization') return true;
  if (wanted.revision && lastAttemptedRevision !== wanted.revision) return false;
  if (!recorded.has(wanted.reason)) return true;
  const newest = record(list(history)[0]);
  const { revision } = record(newest.metadata);
  return newest.lastReconciledStatus === wanted.reason && revision === lastAttemptedRevision;
}
