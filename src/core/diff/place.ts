import { groupOf } from '../kubernetes/ref.ts';
import { plainText } from './plainText.ts';

/** Where a value stands in its object: what the rules of comparing ask about. Items of lists have the key `[]`. */
export interface Place {
  key: string;
  above?: Place;
  depth: number;
  group: string;
  kind: string;
  /** Below a chart's values: their meaning is the chart's affair, so nothing there is taken for the same. */
  isFree: boolean;
}

export function rootPlace(apiVersion: unknown, kind: unknown): Place {
  const group = typeof apiVersion === 'string' ? groupOf(apiVersion) : '';
  return { key: '', depth: 0, group, kind: plainText(kind ?? ''), isFree: false };
}

export function below(place: Place, key: string): Place {
  const { group, kind, depth } = place;
  const isValues = kind === 'HelmRelease' && key === 'values' && depth === 1;
  return {
    key,
    above: place,
    depth: depth + 1,
    group,
    kind,
    isFree: place.isFree || isValues,
  };
}

/** The keys from the object to the place, items of lists as `[]`: `spec.ports.[].protocol`. */
export function placeText(place: Place): string {
  const { above } = place;
  return above === undefined || above.key === '' ? place.key : `${placeText(above)}.${place.key}`;
}

const builtInGroups = new Set(['', 'apps', 'batch', 'autoscaling', 'policy']);

/** Whether Kubernetes itself defines the kind, so that its API's conventions hold. */
export function isBuiltIn(place: Place): boolean {
  return builtInGroups.has(place.group) || place.group.endsWith('.k8s.io');
}
