import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { withKubernetesFunctions } from './celFunctions.ts';
import { type FieldError, forbidden, invalid, invalidFields, required } from './fieldError.ts';
import { keyOf } from './listKey.ts';
import { fieldSchema, type StructuralSchema, type ValidationRule } from './structural.ts';

/** What the rules of a CustomResourceDefinition have against an object; those that name `oldSelf` are asked on updates only. */
export function ruleErrors(
  schema: StructuralSchema,
  value: unknown,
  old: unknown,
  path = ''
): FieldError[] {
  if (!hasRules(schema) || value === undefined || value === null) return [];
  const errors = (schema['x-kubernetes-validations'] ?? []).flatMap(rule =>
    ask(rule, schema, value, old, path)
  );
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return errors;
    const before = oldItems(schema, old);
    value.forEach((item, index) => {
      const earlier = before.get(JSON.stringify(keyOf(schema, item)));
      errors.push(...ruleErrors(items, item, earlier, `${path}[${index}]`));
    });
  } else if (typeof value === 'object') {
    const before = typeof old === 'object' && old !== null ? old : {};
    for (const [key, field] of Object.entries(value)) {
      const entry = fieldSchema(schema, key);
      if (!entry) continue;
      const inside = path === '' ? key : `${path}.${key}`;
      errors.push(...ruleErrors(entry, field, (before as Record<string, unknown>)[key], inside));
    }
  }
  return errors;
}

const withRules = new WeakMap<StructuralSchema, boolean>();

/** Whether anything in the schema asks for more than forms: most schemas need no walk at all. */
export function hasRules(schema: StructuralSchema): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  withRules.set(schema, false);
  const children = [
    ...Object.values(schema.properties ?? {}),
    schema.items,
    schema.additionalProperties,
  ];
  const result =
    (schema['x-kubernetes-validations']?.length ?? 0) > 0 ||
    children.some(child => typeof child === 'object' && hasRules(child));
  withRules.set(schema, result);
  return result;
}

/** Items of a keyed list can be told apart over time; items of other lists have no past. */
function oldItems(schema: StructuralSchema, old: unknown): Map<string, unknown> {
  if (!Array.isArray(old) || schema['x-kubernetes-list-type'] !== 'map') return new Map();
  return new Map(old.map(item => [JSON.stringify(keyOf(schema, item)), item]));
}

function ask(
  rule: ValidationRule,
  schema: StructuralSchema,
  value: unknown,
  old: unknown,
  path: string
): FieldError[] {
  const isTransition = /\boldSelf\b/.test(rule.rule);
  if (isTransition && old === undefined && !rule.optionalOldSelf) return [];
  const field = path + (rule.fieldPath ?? '');
  const kind = schema.type ?? 'object';
  const context: Record<string, unknown> = { self: toCel(schema, value) };
  if (isTransition && !rule.optionalOldSelf) context.oldSelf = toCel(schema, old);
  let answer: unknown;
  try {
    answer = compiled(rule.rule)(context);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    return [invalid(field, kind, `${why} evaluating rule: ${rule.message ?? rule.rule}`)];
  }
  if (answer === true) return [];
  const says = messageOf(rule, context);
  switch (rule.reason) {
    case 'FieldValueRequired':
      return [required(field, says)];
    case 'FieldValueForbidden':
      return [forbidden(field, says)];
    default:
      return [isScalar(value) ? invalid(field, value, says) : invalidFields(field, says)];
  }
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function messageOf(rule: ValidationRule, context: Record<string, unknown>): string {
  if (rule.messageExpression) {
    try {
      const said = compiled(rule.messageExpression)(context);
      if (typeof said === 'string' && said !== '') return said;
    } catch {
      // A message that cannot be made is no reason to say nothing: the fixed one follows.
    }
  }
  return rule.message?.trim() || `failed rule: ${rule.rule.trim()}`;
}

const environment = withKubernetesFunctions(
  new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  })
);
const programs = new Map<string, ParseResult>();

function compiled(expression: string): ParseResult {
  let program = programs.get(expression);
  if (!program) programs.set(expression, (program = environment.parse(expression)));
  return program;
}

/** A value as the rules see it: whole numbers are integers, times are times. */
function toCel(schema: StructuralSchema | undefined, value: unknown): unknown {
  if (typeof value === 'number')
    return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
  if (typeof value === 'string' && schema?.format === 'date-time') return new Date(value);
  if (Array.isArray(value)) return value.map(item => toCel(schema?.items, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.map(([key, field]) => [key, toCel(schema && fieldSchema(schema, key), field)])
  );
}
