import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Call } from './call.ts';
import { type ObjectTest, parseFieldSelector } from './fieldSelector.ts';
import { parseLabelSelector } from './labelSelector.ts';

/** Which objects a collection request means. */
export interface Selection {
  isAll: boolean;
  matches: ObjectTest;
}

export function selectionOf({ query, type }: Pick<Call, 'query' | 'type'>): Selection {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', type);
  return {
    isAll: !labels && !fields,
    matches: (object: KubernetesObject) =>
      (!labels || labels(object.metadata.labels)) && (!fields || fields(object)),
  };
}
