import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { ResourceType } from './resourceType.ts';

/** Defaults that depend on other fields. */
export function builtInDefaults(object: KubernetesObject, _type: ResourceType): KubernetesObject {
  return object;
}
