import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef } from '../kubernetes/ref.ts';

/** What must be healthy before the object is Ready: everything that it applies, or what its spec names. */
export function healthChecksOf(object: KubernetesObject): 'everything' | ObjectRef[] {
  const spec = record(object.spec);
  // helm-controller waits for a release's objects unless told not to; its conditions say for what.
  if (object.kind === 'Kustomization' && spec.wait === true) return 'everything';
  return list(spec.healthChecks).flatMap(entry => {
    const { apiVersion, kind, name, namespace } = record(entry);
    if (!text(kind) || !text(name)) return [];
    const group = groupOf(text(apiVersion) ?? 'apps/v1');
    const home = text(namespace) ?? '';
    return [{ group, kind: String(kind), namespace: home, name: String(name) }];
  });
}
