import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { FieldError } from './fieldError.ts';
import type { ResourceType } from './resourceType.ts';
import { validate } from './validate.ts';

/** What is wrong with an object of a built-in kind, status left out: only controllers write it, and empty counts as zero there. */
export function builtInErrors(
  object: KubernetesObject,
  type: ResourceType,
  _old: KubernetesObject | undefined
): FieldError[] {
  const written = { ...object };
  delete written.status;
  return validate(type.schema, written);
}
