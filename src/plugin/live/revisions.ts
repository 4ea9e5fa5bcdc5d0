import { sourceOf } from '../../core/flux/sourceOf.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { refKey } from '../../core/kubernetes/ref.ts';

/** What a source serves now. */
export function artifactRevision(object: KubernetesObject | undefined): string | undefined {
  return text(record(record(object?.status).artifact).revision);
}

/** The key of what serves the object's revisions: a release with a chart template takes them from its HelmChart. */
export function revisionSourceKey(object: KubernetesObject): string | undefined {
  const chart = object.kind === 'HelmRelease' ? text(record(object.status).helmChart) : undefined;
  if (chart) {
    const [namespace = '', name = ''] = chart.split('/');
    return refKey({ group: 'source.toolkit.fluxcd.io', kind: 'HelmChart', namespace, name });
  }
  const source = sourceOf(object);
  return source && refKey(source);
}

/** Who takes revisions from whom, by key. */
export interface Consumers {
  of(sourceKey: string): Iterable<string>;
  /** Says where `key` takes its revisions from now. */
  set(key: string, sourceKey: string | undefined): void;
}

export function createConsumers(): Consumers {
  const sourceOfKey = new Map<string, string>();
  const keysOfSource = new Map<string, Set<string>>();
  return {
    of: sourceKey => keysOfSource.get(sourceKey) ?? [],
    set(key, sourceKey) {
      const before = sourceOfKey.get(key);
      if (before === sourceKey) return;
      if (before !== undefined) keysOfSource.get(before)?.delete(key);
      if (sourceKey === undefined) {
        sourceOfKey.delete(key);
        return;
      }
      sourceOfKey.set(key, sourceKey);
      const keys = keysOfSource.get(sourceKey) ?? new Set();
      keysOfSource.set(sourceKey, keys.add(key));
    },
  };
}
