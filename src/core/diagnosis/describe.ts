import type { ObjectRef } from '../kubernetes/ref.ts';

/** A kind as kubectl takes it wherever two groups have it: `certificate.cert-manager.io`. */
export function kubectlKind({ group, kind }: Pick<ObjectRef, 'group' | 'kind'>): string {
  const isBuiltIn = group === '' || !group.includes('.') || group.endsWith('.k8s.io');
  return isBuiltIn ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** All that kubectl knows of an object, its events too. */
export function describeObject(ref: ObjectRef): string {
  const scope = ref.namespace ? `-n ${ref.namespace} ` : '';
  return `kubectl ${scope}describe ${kubectlKind(ref)} ${ref.name}`;
}
