/** Any change of its value asks the controller to reconcile now. */
export const requestedAt = 'reconcile.fluxcd.io/requestedAt';
/** Of a HelmRelease, with the same value as `requestedAt`: install or upgrade even if nothing changed. */
export const forceAt = 'reconcile.fluxcd.io/forceAt';
/** Of a HelmRelease, with the same value as `requestedAt`: forget the failures counted so far. */
export const resetAt = 'reconcile.fluxcd.io/resetAt';
/** `disabled` suspends an ArtifactGenerator, which has no `spec.suspend`. */
export const generatorReconcile = 'source.extensions.fluxcd.io/reconcile';

/** What Lumen writes when a person suspends an object, and takes away when it is resumed. */
export const suspended = {
  by: 'lumen.headlamp.dev/suspended-by',
  reason: 'lumen.headlamp.dev/suspended-reason',
  at: 'lumen.headlamp.dev/suspended-at',
} as const;
