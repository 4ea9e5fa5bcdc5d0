import type { Place } from './place.ts';

/** A rule of SPEC.md by which a difference is noise: hidden at first, always counted, shown on request. */
export const noiseIds = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8', 'N9'] as const;
export type NoiseId = (typeof noiseIds)[number];

const chartLabels = new Set(['helm.sh/chart', 'app.kubernetes.io/version', 'chart', 'heritage']);

/** Written by whoever applies, and said by the page in its own words already. */
const ownerKey =
  /^((kustomize|helm)\.toolkit\.fluxcd\.io\/(name|namespace|checksum)|app\.kubernetes\.io\/managed-by|meta\.helm\.sh\/release-(name|namespace))$/;
const checksumKey = /^(checksum[/.].+|.+\/(config-?|secret-?)?checksum|rollme)$/i;

const serverFields = new Set(['sops', 'status']);
const serverMetadata = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);
const serverAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'kubernetes.io/change-cause',
]);

/** The rule that makes any difference at this place noise, whatever its values. */
export function noiseAt(place: Place): NoiseId | undefined {
  if (place.isFree) return undefined;
  const holder = place.above?.key;
  if ((holder === 'labels' || holder === 'annotations') && place.above?.above?.key === 'metadata') {
    if (holder === 'labels' && chartLabels.has(place.key)) return 'N6';
    if (ownerKey.test(place.key)) return 'N9';
    if (checksumKey.test(place.key)) return 'N7';
    if (serverAnnotations.has(place.key)) return 'N8';
    return undefined;
  }
  if (place.key === 'creationTimestamp' && holder === 'metadata') return 'N8';
  if (place.depth === 1) return serverFields.has(place.key) ? 'N8' : undefined;
  const isMetadata = place.depth === 2 && holder === 'metadata';
  return isMetadata && serverMetadata.has(place.key) ? 'N8' : undefined;
}

/** Rules whose differences are another template to Kubernetes, and so restart pods. */
const restarting = new Set<NoiseId | undefined>(['N1', 'N6', 'N7', 'N9']);

/** Whether noise of this rule, if nothing else in the template changed, would restart pods (N0). */
export function restartsPods(noise: NoiseId | undefined): boolean {
  return restarting.has(noise);
}

/** The pod template that a controller runs: it replaces its pods when the template differs. A CronJob's waits. */
export function isRunTemplate(place: Place): boolean {
  return (
    place.key === 'template' &&
    place.depth === 2 &&
    place.above?.key === 'spec' &&
    !place.isFree &&
    place.kind !== 'CronJob'
  );
}

/** Labels and annotations are compared one by one even where one side has none, so that noise is told from news. */
export function isTagMap(place: Place): boolean {
  if (place.isFree) return false;
  if (place.key === 'metadata') return true;
  return (place.key === 'labels' || place.key === 'annotations') && place.above?.key === 'metadata';
}
