import { prune } from './prune.ts';
import { canonicalQuantity } from './quantity.ts';
import type { ResourceType } from './resourceType.ts';
import { fieldSchema, type StructuralSchema } from './structural.ts';
import { definitionName } from './typeTable.ts';

/** What cannot be read as the built-in type that it should be; the API server answers 400, not 422. */
export class DecodeError extends Error {}

/**
 * An object as the API server's own types hold it: unknown fields and nulls gone, quantities in their canonical form. Throws
 * `DecodeError` where a field is of another type.
 */
export function decode(type: ResourceType, object: unknown, unknown: string[]): unknown {
  try {
    return read(type.schema, prune(type.schema, object, unknown), { struct: type.kind, path: '' });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const what = `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}`;
    throw new DecodeError(`${what}: ${error.message}`);
  }
}

/** Where a value is: the struct that it lies in, and the fields on the way; neither keys of maps nor numbers of items. */
interface Place {
  struct: string;
  path: string;
}

function read(schema: StructuralSchema, value: unknown, at: Place): unknown {
  if (Array.isArray(value)) {
    if (schema.type !== 'array') return reject(schema, value, at);
    const { items } = schema;
    if (!items) return value;
    const result = value.map(item => (item === null ? item : read(items, item, at)));
    return result.some((item, index) => item !== value[index]) ? result : value;
  }
  if (typeof value === 'object' && value !== null) {
    if (schema['x-kubernetes-preserve-unknown-fields']) return value;
    if (schema.type !== 'object') return reject(schema, value, at);
    return readFields(schema, value as Record<string, unknown>, at);
  }
  return readScalar(schema, value, at);
}

function readFields(
  schema: StructuralSchema,
  value: Record<string, unknown>,
  at: Place
): Record<string, unknown> {
  const struct = definitionName(schema) ?? at.struct;
  const result: Record<string, unknown> = {};
  let changed = false;
  for (const [key, field] of Object.entries(value)) {
    if (field === null || field === undefined) {
      changed = true;
      continue;
    }
    const entry = fieldSchema(schema, key);
    const isField = schema.properties && Object.hasOwn(schema.properties, key);
    if (entry && isField && isLeftOut(schema, key, entry, field)) {
      changed = true;
      continue;
    }
    const inside = isField ? { struct, path: `${at.path}.${key}` } : at;
    result[key] = entry ? read(entry, field, inside) : field;
    changed ||= result[key] !== field;
  }
  return changed ? result : value;
}

/** An empty list or map is as good as none, unless it must be there. The rules of a Role are always shown. */
function isLeftOut(
  parent: StructuralSchema,
  key: string,
  schema: StructuralSchema,
  value: unknown
): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) return false;
  if (parent.required?.includes(key) || key === 'rules') return false;
  return Array.isArray(value) ? schema.type === 'array' : schema.additionalProperties !== undefined;
}

function readScalar(schema: StructuralSchema, value: unknown, at: Place): unknown {
  if (schema.format === 'quantity') {
    const quantity = canonicalQuantity(value);
    if (quantity === undefined)
      throw new DecodeError(
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
      );
    return quantity;
  }
  if (schema['x-kubernetes-int-or-string'])
    return typeof value === 'string' || Number.isInteger(value) ? value : reject(schema, value, at);
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return reject(schema, value, at);
      if (schema.format === 'byte') checkBase64(value);
      return value;
    case 'integer':
      return Number.isInteger(value) ? value : reject(schema, value, at);
    case 'number':
      return typeof value === 'number' ? value : reject(schema, value, at);
    case 'boolean':
      return typeof value === 'boolean' ? value : reject(schema, value, at);
    case 'object':
    case 'array':
      return reject(schema, value, at);
    default:
      return value;
  }
}

/** As Go says where it found no base64 any more. */
function checkBase64(text: string): void {
  const body = text.replace(/[\r\n]/g, '');
  const wrong = body.replace(/={0,2}$/, '').search(/[^A-Za-z0-9+/]/);
  if (wrong >= 0) throw new DecodeError(`illegal base64 data at input byte ${wrong}`);
  if (body.length % 4 !== 0)
    throw new DecodeError(`illegal base64 data at input byte ${body.length & ~3}`);
}

function goType(schema: StructuralSchema): string {
  const name = definitionName(schema);
  if (name) return `v1.${name}`;
  const { items, additionalProperties: rest } = schema;
  if (items) return `[]${goType(items)}`;
  if (typeof rest === 'object') return `map[string]${goType(rest)}`;
  return (schema.type && goScalars[schema.type]) ?? 'intstr.IntOrString';
}

const goScalars: Partial<Record<NonNullable<StructuralSchema['type']>, string>> = {
  string: 'string',
  integer: 'int32',
  number: 'float64',
  boolean: 'bool',
};

function reject(schema: StructuralSchema, value: unknown, at: Place): never {
  const found = Array.isArray(value)
    ? 'array'
    : typeof value === 'boolean'
    ? 'bool'
    : typeof value === 'number' && schema.type === 'integer'
    ? `number ${value}`
    : typeof value;
  const field = `${at.struct}${at.path}`;
  throw new DecodeError(
    `json: cannot unmarshal ${found} into Go struct field ${field} of type ${goType(schema)}`
  );
}
