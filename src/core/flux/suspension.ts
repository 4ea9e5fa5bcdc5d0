import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { groupOf } from '../kubernetes/ref.ts';
import { generatorReconcile, suspended } from './annotations.ts';
import { fluxKindOf } from './kinds.ts';

/** Who suspended an object through Lumen, when and why: nothing else in Kubernetes records a person. */
export interface Suspension {
  by: string;
  reason?: string;
  at?: string;
}

/** Undefined where it is not suspended, or was suspended with something else. */
export function suspensionOf(object: KubernetesObject): Suspension | undefined {
  const annotations = object.metadata.annotations ?? {};
  const by = text(annotations[suspended.by]);
  if (!by || !isSuspended(object)) return undefined;
  return { by, reason: text(annotations[suspended.reason]), at: text(annotations[suspended.at]) };
}

export function isSuspended(object: KubernetesObject): boolean {
  const kind = fluxKindOf(groupOf(object.apiVersion), object.kind);
  if (kind?.suspend === 'annotation') {
    return object.metadata.annotations?.[generatorReconcile]?.toLowerCase() === 'disabled';
  }
  return kind?.suspend === 'spec' && record(object.spec).suspend === true;
}

/** Kinds and objects that no controller reconciles: there is nothing to ask for. */
export function isStatic(object: KubernetesObject): boolean {
  const kind = fluxKindOf(groupOf(object.apiVersion), object.kind);
  return (
    !kind?.reconcilable || (object.kind === 'HelmRepository' && record(object.spec).type === 'oci')
  );
}
