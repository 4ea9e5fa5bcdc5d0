/** One thing that is wrong with an object: a cause of the 422 that refuses it. */
export interface FieldError {
  /** `spec.template.spec.containers[0].name` */
  field: string;
  type: FieldErrorType;
  /** What is wrong, as the API server words it: `Invalid value: "x": must be ...`. */
  detail: string;
}

type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany';

export function required(field: string, why = ''): FieldError {
  return error('FieldValueRequired', field, 'Required value', why);
}

export function invalid(field: string, value: unknown, why: string): FieldError {
  return error('FieldValueInvalid', field, `Invalid value: ${JSON.stringify(value)}`, why);
}

/** Of several fields together, which would be too much to print. */
export function invalidFields(field: string, why: string): FieldError {
  return error('FieldValueInvalid', field, 'Invalid value', why);
}

export function invalidType(field: string, value: unknown, why: string): FieldError {
  return error('FieldValueTypeInvalid', field, `Invalid value: ${JSON.stringify(value)}`, why);
}

export function unsupported(
  field: string,
  value: unknown,
  supported: readonly unknown[]
): FieldError {
  const choices = supported.map(choice => JSON.stringify(String(choice)));
  return error(
    'FieldValueNotSupported',
    field,
    `Unsupported value: ${JSON.stringify(value)}`,
    `supported values: ${choices.join(', ')}`
  );
}

export function duplicate(field: string, value: unknown): FieldError {
  return error('FieldValueDuplicate', field, `Duplicate value: ${JSON.stringify(value)}`, '');
}

export function notFound(field: string, value: unknown): FieldError {
  return error('FieldValueNotFound', field, `Not found: ${JSON.stringify(value)}`, '');
}

export function tooLong(field: string, max: number): FieldError {
  const unit = max === 1 ? 'byte' : 'bytes';
  return error('FieldValueTooLong', field, 'Too long', `may not be more than ${max} ${unit}`);
}

export function tooMany(field: string, count: number, max: number): FieldError {
  const unit = max === 1 ? 'item' : 'items';
  return error(
    'FieldValueTooMany',
    field,
    `Too many: ${count}`,
    `must have at most ${max} ${unit}`
  );
}

export function forbidden(field: string, why: string): FieldError {
  return error('FieldValueForbidden', field, 'Forbidden', why);
}

function error(type: FieldErrorType, field: string, head: string, why: string): FieldError {
  return { field, type, detail: why ? `${head}: ${why}` : head };
}
