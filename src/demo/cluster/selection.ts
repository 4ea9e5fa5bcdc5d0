import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Call } from './call.ts';
import { fieldTest, type ObjectTest } from './fieldSelector.ts';
import { labelTest } from './labelSelector.ts';

/** Which objects a collection request means. */
export interface Selection {
  isAll: boolean;
  matches: ObjectTest;
}

export function selectionOf({ query, type }: Pick<Call, 'query' | 'type'>): Selection {
  const labels = labelTest(query.get('labelSelector') ?? '');
  const fields = fieldTest(query.get('fieldSelector') ?? '', type);
  return {
    isAll: !labels && !fields,
    matches: (object: KubernetesObject) =>
      (!labels || labels(object.metadata.labels)) && (!fields || fields(object)),
  };
}
