import { conditionsOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { groupOf } from '../kubernetes/ref.ts';
import { requestedAt } from './annotations.ts';
import { fluxKindOf } from './kinds.ts';
import { isStatic, isSuspended } from './suspension.ts';

/** What a controller was asked to do with an object and has not taken note of. */
export interface Unhandled {
  what: 'request' | 'generation';
  /** When it was asked, where whoever did says so. */
  since?: string;
}

/** A request is named by any text; most who ask take the time, as `flux` does. */
const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Undefined also for what no controller is asked about: suspended objects, and kinds without a status. */
export function unhandledOf(object: KubernetesObject): Unhandled | undefined {
  if (isSuspended(object) || isStatic(object)) return undefined;
  const { observedGeneration, lastHandledReconcileAt } = record(object.status);
  const asked = text(object.metadata.annotations?.[requestedAt]);
  if (asked && asked !== lastHandledReconcileAt) {
    return isTime.test(asked) ? { what: 'request', since: asked } : { what: 'request' };
  }
  const { generation = 0 } = object.metadata;
  if (typeof observedGeneration === 'number' && observedGeneration >= generation) return undefined;
  // A Kustomization that fails takes note in its conditions alone; some kinds take note nowhere.
  const seen = [observedGeneration, ...conditionsOf(object).map(said => said.observedGeneration)];
  const known = seen.filter(each => typeof each === 'number');
  if (known.length === 0 && conditionsOf(object).length > 0) return undefined;
  return Math.max(0, ...known) < generation ? { what: 'generation' } : undefined;
}

/** The component of Flux that reconciles a kind. */
export function componentOf(object: KubernetesObject): string | undefined {
  const group = groupOf(object.apiVersion);
  const [part] = group.split('.');
  if (!fluxKindOf(group, object.kind)) return undefined;
  if (group === 'source.extensions.fluxcd.io') return 'source-watcher';
  if (part !== 'image') return `${part}-controller`;
  const isAutomation = object.kind === 'ImageUpdateAutomation';
  return isAutomation ? 'image-automation-controller' : 'image-reflector-controller';
}
