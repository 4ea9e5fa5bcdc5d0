import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupOf } from '../kubernetes/ref.ts';
import type { Sentence } from '../sentence.ts';
import { fluxKindOf } from './kinds.ts';
import type { ActionName } from './plan.ts';
import { isStatic, isSuspended } from './suspension.ts';

/** Why an action makes no sense for the object as it is, whoever asks. Undefined where it does. */
export function refusalOf(action: ActionName, object: KubernetesObject): Sentence | undefined {
  const kind = fluxKindOf(groupOf(object.apiVersion), object.kind);
  if (object.metadata.deletionTimestamp) return { id: 'action.refused.terminating' };
  if (action === 'reconcile') {
    if (isStatic(object)) return { id: 'action.refused.static', params: { kind: object.kind } };
    // Controllers note the request and do nothing: a click that looks as if it worked.
    return isSuspended(object) ? { id: 'action.refused.suspended' } : undefined;
  }
  if (kind?.suspend === undefined || kind.suspend === 'none') {
    return { id: 'action.refused.noSuspend', params: { kind: object.kind } };
  }
  if (action === 'suspend' && isSuspended(object)) return { id: 'action.refused.isSuspended' };
  if (action === 'resume' && !isSuspended(object)) return { id: 'action.refused.notSuspended' };
  return undefined;
}
