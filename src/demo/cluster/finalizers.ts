import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Collection } from './collection.ts';
import type { Stored } from './stored.ts';

/** Held by a deletion with propagationPolicy Foreground until the dependents are gone. */
export const foreground = 'foregroundDeletion';
/** Held by a deletion with propagationPolicy Orphan until the dependents are let go. */
export const orphan = 'orphan';

/** Whether nothing holds an object that is being deleted any more. */
export function isFinished({ metadata, spec, kind, apiVersion }: KubernetesObject): boolean {
  if (!metadata.deletionTimestamp || metadata.finalizers?.length) return false;
  if (kind === 'Namespace' && apiVersion === 'v1') {
    return !(spec?.finalizers as unknown[] | undefined)?.length;
  }
  const { deletionGracePeriodSeconds } = metadata as { deletionGracePeriodSeconds?: number };
  return !deletionGracePeriodSeconds;
}

/** Takes a finalizer off; the last one lets the object go. */
export function removeFinalizer(collection: Collection, { object }: Stored, name: string): void {
  const { finalizers = [], ...metadata } = object.metadata;
  const left = finalizers.filter(finalizer => finalizer !== name);
  const next = { ...object, metadata: left.length ? { ...metadata, finalizers: left } : metadata };
  const stored = collection.put(next);
  if (isFinished(next)) collection.remove(stored.key);
}
