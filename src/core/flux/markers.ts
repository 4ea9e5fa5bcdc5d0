import type { KubernetesObject } from '../kubernetes/object.ts';

/** Labels and annotations by which users and Flux steer what happens to one object. */
export const kustomizeGroup = 'kustomize.toolkit.fluxcd.io';

/** The annotation whose change asks for a reconciliation. */
export const requestedAt = 'reconcile.fluxcd.io/requestedAt';

export const fluxFinalizer = 'finalizers.fluxcd.io';

/** Whether a label or annotation of the object has the value, in any case of letters. */
export function isMarked(
  object: KubernetesObject | undefined,
  key: string,
  value: string
): boolean {
  const { labels, annotations } = object?.metadata ?? {};
  return [labels?.[key], annotations?.[key]].some(
    found => found?.toLowerCase() === value.toLowerCase()
  );
}

/** The labels by which a Kustomization finds what it applied. */
export function ownerLabels(owner: { name: string; namespace: string }): Record<string, string> {
  return {
    [`${kustomizeGroup}/name`]: owner.name,
    [`${kustomizeGroup}/namespace`]: owner.namespace,
  };
}
