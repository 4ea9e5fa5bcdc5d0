import type { KubernetesObject } from './object.ts';

/** Names one object in one cluster. `group` is '' for the core API, `namespace` is '' for cluster-scoped kinds. */
export interface ObjectRef {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

/** Names one object, and the version of its API that it is written in. */
export type VersionedRef = ObjectRef & { version: string };

/** The group of an apiVersion: 'apps' of 'apps/v1', '' of 'v1'. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version of an apiVersion: 'v1' of 'apps/v1' and of 'v1'. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

export function toRef(object: KubernetesObject): ObjectRef {
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  };
}

/** A key that no two objects of a cluster share, whatever version they were read at. */
export function refKey(ref: ObjectRef): string {
  return `${ref.group}/${ref.kind}/${ref.namespace}/${ref.name}`;
}

const keys = new WeakMap<KubernetesObject, string>();

/**
 * The `refKey` of an object, made once: whatever holds something of it by this key holds the same text, and a table
 * that looks for it need not go over its characters again.
 */
export function keyOf(object: KubernetesObject): string {
  let key = keys.get(object);
  if (key === undefined) {
    key = refKey(toRef(object));
    keys.set(object, key);
  }
  return key;
}

/** As Flux writes it in messages: `Kind/namespace/name`, or `Kind/name` for cluster-scoped kinds. */
export function refText(ref: ObjectRef): string {
  return [ref.kind, ref.namespace, ref.name].filter(Boolean).join('/');
}
