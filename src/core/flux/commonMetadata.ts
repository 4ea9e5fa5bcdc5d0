import type { KubernetesObject } from '../kubernetes/object.ts';

/** The object with labels and annotations that win over its own. */
export function withCommonMetadata(
  object: KubernetesObject,
  common: { labels?: Record<string, unknown>; annotations?: Record<string, unknown> }
): KubernetesObject {
  const { metadata } = object;
  const labels = { ...metadata.labels, ...common.labels } as Record<string, string>;
  const annotations = { ...metadata.annotations, ...common.annotations } as Record<string, string>;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
  };
}
