import {
  duplicate,
  type FieldError,
  invalid,
  invalidType,
  required,
  tooLong,
  tooMany,
  unsupported,
} from './fieldError.ts';
import { isOfFormat } from './formats.ts';
import { keyOf } from './listKey.ts';
import { fieldSchema, type StructuralSchema } from './structural.ts';

/** What is wrong with a value by its schema, in the API server's words. */
export function validate(schema: StructuralSchema, value: unknown, path = ''): FieldError[] {
  if (value === null && schema.nullable) return [];
  // What a value is not, and what else is wrong with what it is: all of it is told.
  const wrong = typeError(schema, value, path);
  const errors: FieldError[] = wrong ? [wrong] : [];
  if (schema.enum && !schema.enum.some(choice => isSame(choice, value)))
    errors.push(unsupported(path, value, schema.enum));
  if (typeof value === 'string') errors.push(...textErrors(schema, value, path));
  else if (typeof value === 'number') errors.push(...numberErrors(schema, value, path));
  else if (Array.isArray(value)) errors.push(...listErrors(schema, value, path));
  else if (typeof value === 'object' && value !== null)
    errors.push(...objectErrors(schema, value as Record<string, unknown>, path));
  errors.push(...combinationErrors(schema, value, path));
  return errors;
}

function typeError(schema: StructuralSchema, value: unknown, path: string): FieldError | undefined {
  const type = typeOf(value);
  if (schema['x-kubernetes-int-or-string']) {
    if (type === 'integer' || type === 'string') return undefined;
    return invalidType(path, type, `${path} in body must be of type integer,string: "${type}"`);
  }
  const { type: wanted } = schema;
  if (wanted === undefined || type === wanted) return undefined;
  if (wanted === 'number' && type === 'integer') return undefined;
  return invalidType(path, type, `${path} in body must be of type ${wanted}: "${type}"`);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function textErrors(schema: StructuralSchema, value: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength)
    errors.push(tooLong(path, schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength)
    errors.push(
      invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`)
    );
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value))
    errors.push(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  if (schema.format !== undefined && !isOfFormat(schema.format, value)) {
    const found = JSON.stringify(value);
    errors.push(
      invalidType(path, value, `${path} in body must be of type ${schema.format}: ${found}`)
    );
  }
  return errors;
}

const patterns = new Map<string, RegExp>();

/** Patterns are Go's, which both dialects of JavaScript read where CRDs use them; `u` first, since it knows `\p`. */
function patternOf(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    const flags = pattern.startsWith('(?i)') ? 'iu' : 'u';
    const text = pattern.replace(/^\(\?i\)/, '');
    try {
      compiled = new RegExp(text, flags);
    } catch {
      compiled = new RegExp(text, flags.replace('u', ''));
    }
    patterns.set(pattern, compiled);
  }
  return compiled;
}

function numberErrors(schema: StructuralSchema, value: number, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const say = (why: string) =>
    errors.push(invalid(path, value, `${path} in body should be ${why}`));
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum))
    say(`greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`);
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum))
    say(`less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`);
  if (multipleOf !== undefined && value % multipleOf !== 0) say(`a multiple of ${multipleOf}`);
  return errors;
}

function listErrors(schema: StructuralSchema, value: unknown[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { items, minItems, maxItems } = schema;
  if (maxItems !== undefined && value.length > maxItems)
    errors.push(tooMany(path, value.length, maxItems));
  if (minItems !== undefined && value.length < minItems)
    errors.push(
      invalid(path, value.length, `${path} in body should have at least ${minItems} items`)
    );
  if (items)
    value.forEach((item, index) => errors.push(...validate(items, item, `${path}[${index}]`)));
  const seen = new Set<string>();
  value.forEach((item, index) => {
    const key = keyOf(schema, item);
    if (key === undefined) return;
    const text = JSON.stringify(key);
    if (seen.has(text)) errors.push(duplicate(`${path}[${index}]`, key));
    seen.add(text);
  });
  return errors;
}

function objectErrors(
  schema: StructuralSchema,
  value: Record<string, unknown>,
  path: string
): FieldError[] {
  const errors: FieldError[] = [];
  const count = Object.keys(value).length;
  const { minProperties, maxProperties } = schema;
  if (maxProperties !== undefined && count > maxProperties)
    errors.push(tooMany(path, count, maxProperties));
  if (minProperties !== undefined && count < minProperties)
    errors.push(
      invalid(path, count, `${path} in body should have at least ${minProperties} properties`)
    );
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(value, key) || value[key] === undefined)
      errors.push(required(join(path, key)));
  for (const [key, field] of Object.entries(value)) {
    const entry = fieldSchema(schema, key);
    if (entry && field !== undefined) errors.push(...validate(entry, field, join(path, key)));
  }
  return errors;
}

/** Of alternatives none of which fits, the one that fails in the fewest ways is told as well. */
function combinationErrors(schema: StructuralSchema, value: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const failures = (alternatives: StructuralSchema[]) =>
    alternatives.map(other => validate(other, value, path));
  const say = (why: string) => errors.push(invalid('<nil>', '', `"${path}" must ${why}`));
  for (const part of schema.allOf ?? []) errors.push(...validate(part, value, path));
  if (schema.anyOf) {
    const found = failures(schema.anyOf);
    if (found.every(each => each.length > 0)) {
      say('validate at least one schema (anyOf)');
      errors.push(...fewest(found));
    }
  }
  if (schema.oneOf) {
    const found = failures(schema.oneOf);
    const count = found.filter(each => each.length === 0).length;
    const told = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
    if (count !== 1) say(`validate one and only one schema (oneOf). ${told}`);
    if (count === 0) errors.push(...fewest(found));
  }
  if (schema.not && validate(schema.not, value, path).length === 0)
    say('not validate the schema (not)');
  return errors;
}

function fewest(alternatives: FieldError[][]): FieldError[] {
  return alternatives.reduce((best, each) => (each.length < best.length ? each : best));
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
