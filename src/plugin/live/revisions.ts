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
  const takersOf = new Map<string, Set<string>>();
  /** The set that a key is in: thousands take from one source, and would each hold its name. */
  const among = new Map<string, Set<string>>();
  return {
    of: sourceKey => takersOf.get(sourceKey) ?? [],
    set(key, sourceKey) {
      const before = among.get(key);
      if (sourceKey === undefined) {
        before?.delete(key);
        among.delete(key);
        return;
      }
      const takers = takersOf.get(sourceKey) ?? new Set();
      if (before === takers) return;
      before?.delete(key);
      among.set(key, takers);
      takersOf.set(sourceKey, takers.add(key));
    },
  };
}
