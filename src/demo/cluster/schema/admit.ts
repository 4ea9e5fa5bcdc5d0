import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { applyDefaults } from './applyDefaults.ts';
import { builtInDefaults } from './builtInDefaults.ts';
import { builtInErrors } from './builtInErrors.ts';
import { hasRules, ruleErrors } from './celRules.ts';
import { decode, DecodeError } from './decode.ts';
import { dropNulls } from './dropNulls.ts';
import { type FieldError, invalid } from './fieldError.ts';
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
  /** Set where the object cannot be read as its type at all: the message of a 400. */
  decodeError?: string;
}

/** What the API server makes of an object before it stores it, and what it has against it. */
export function admit(
  object: KubernetesObject,
  type: ResourceType,
  { old }: AdmitOptions = {}
): Admitted {
  const unknownFields: string[] = [];
  if (type.custom) {
    const pruned = prune(type.schema, object, unknownFields);
    const filled = dropNulls(type.schema, applyDefaults(type.schema, pruned)) as KubernetesObject;
    const errors = validate(type.schema, filled);
    if (hasRules(type.schema))
      errors.push(
        ...(errors.some(isBlocking) ? [unchecked] : ruleErrors(type.schema, filled, old))
      );
    return { object: filled, errors, unknownFields };
  }
  try {
    const read = decode(type, object, unknownFields);
    const filled = builtInDefaults(applyDefaults(type.schema, read) as KubernetesObject, type);
    return { object: filled, errors: builtInErrors(filled, type), unknownFields };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { object, errors: [], unknownFields, decodeError: error.message };
  }
}

/** Rules read fields by their types and choices: they are not asked where these are wrong, and the answer says so. */
function isBlocking({ type }: FieldError): boolean {
  return type !== 'FieldValueInvalid' && type !== 'FieldValueDuplicate';
}

const unchecked = invalid(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'
);
