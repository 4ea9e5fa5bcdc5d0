import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, text } from '../kubernetes/object.ts';
import type { FluxState } from './state.ts';

/**
 * What its controller says went wrong: Ready's words. Where it has given up Stalled says why, and Ready may still say
 * what was before; only of a release Stalled tells no more than how often it was tried.
 */
export function tellingOf(
  object: KubernetesObject,
  { name, reason, message }: FluxState
): { reason?: string; message?: string } {
  if (name === 'stalled' && object.kind !== 'HelmRelease' && message) return { reason, message };
  const ready = conditionOf(object, 'Ready');
  const isFailure = ready?.status === 'False' && text(ready.message) !== undefined;
  return isFailure ? ready : { reason, message };
}
