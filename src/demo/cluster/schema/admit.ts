import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { withoutNulls } from '../apply/withoutNulls.ts';
import { applyDefaults } from './applyDefaults.ts';
import { builtInDefaults } from './builtInDefaults.ts';
import { builtInErrors } from './builtInErrors.ts';
import { ruleErrors } from './celRules.ts';
import type { FieldError } from './fieldError.ts';
import { prune } from './prune.ts';
import type { ResourceType } from './resourceType.ts';
import { validate } from './validate.ts';

interface AdmitOptions {
  dryRun?: boolean;
  /** What the object was, where it is updated: rules about transitions look at it. */
  old?: KubernetesObject;
}

interface Admitted {
  /** Defaulted and pruned; the given object itself where neither changed anything. */
  object: KubernetesObject;
  errors: FieldError[];
  /** Fields that the type does not know, `spec.containers[0].imagee`. They are gone from the object. */
  unknownFields: string[];
}

/** What the API server makes of an object before it stores it, and what it has against it. */
export function admit(
  object: KubernetesObject,
  type: ResourceType,
  { old }: AdmitOptions = {}
): Admitted {
  const unknownFields: string[] = [];
  const pruned = prune(type.schema, object, unknownFields);
  if (type.custom) {
    const filled = applyDefaults(type.schema, pruned) as KubernetesObject;
    const errors = validate(type.schema, filled);
    // Rules read fields by their types: they are asked only where these are right.
    if (errors.length === 0) errors.push(...ruleErrors(type.schema, filled, old));
    return { object: filled, errors, unknownFields };
  }
  const filled = builtInDefaults(
    applyDefaults(type.schema, withoutNulls(pruned)) as KubernetesObject,
    type
  );
  return { object: filled, errors: builtInErrors(filled, type, old), unknownFields };
}
