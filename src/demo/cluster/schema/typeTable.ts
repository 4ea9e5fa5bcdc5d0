import type { Json, StructuralSchema, ValidationRule } from './structural.ts';

interface TableExtras {
  /** Further scalar types, by name. */
  scalars?: Record<string, StructuralSchema>;
  /** Whether required numbers and switches are zero where nobody says: built-in types are never without them. */
  zeros?: boolean;
  /** CEL rules, by the name of their definition. */
  rules?: Record<string, ValidationRule[]>;
}

const names = new WeakMap<StructuralSchema, string>();

/** What the tables call a definition: errors name the struct that a field lies in. */
export function definitionName(schema: StructuralSchema): string | undefined {
  return names.get(schema);
}

/**
 * Reads the tables of built-in types. A definition is a name and its fields, continued on indented lines:
 *
 *     Probe failureThreshold:int=3 exec:ExecAction ports:ContainerPort[containerPort,protocol]
 *
 * - `name` a string; `name:TYPE` something else; `name!` required; `=VALUE` the default, `={}` a struct that is always there.
 * - types: int, bool, number, quantity, intOrString, bytes, time, any, another definition, or `A|B` (an enum).
 * - `T[]` a list that changes as a whole, `T[set]`, `T[key,key]` a list with identity, `T[some]` one that is not empty; `T{}` a map, `T{atomic}` one that changes as a whole.
 * - `Name(atomic)` a struct that changes as a whole; `Name *` a kind, which has apiVersion, kind and metadata too.
 */
export function readTypes(
  tables: readonly string[],
  extras: TableExtras = {}
): (name: string) => StructuralSchema {
  const scalars = { ...commonScalars, ...extras.scalars };
  const lines = new Map<string, string>();
  for (const line of tables
    .join('\n')
    .replace(/\n {2,}/g, ' ')
    .split('\n'))
    if (line) lines.set(line.split(/[ (]/, 1)[0] as string, line);
  const schemas = new Map<string, StructuralSchema>();

  function schemaOf(name: string): StructuralSchema {
    const known = schemas.get(name);
    if (known) return known;
    const line = lines.get(name);
    if (!line) throw new Error(`no table of built-in types defines ${name}`);
    const [head, ...fields] = line.split(' ') as [string, ...string[]];
    const schema: StructuralSchema = { type: 'object' };
    schemas.set(name, schema);
    names.set(schema, name);
    if (head.endsWith('(atomic)')) schema['x-kubernetes-map-type'] = 'atomic';
    const isKind = fields[0] === '*';
    const properties: Record<string, StructuralSchema> = isKind
      ? { apiVersion: string, kind: string, metadata: schemaOf('ObjectMeta') }
      : {};
    const required: string[] = [];
    for (const field of isKind ? fields.slice(1) : fields) {
      const [, key = '', isRequired, type = 'string', text] = fieldPattern.exec(field) ?? [];
      properties[key] = withDefault(
        typeOf(type),
        text ?? (isRequired && extras.zeros ? zeros[type] : undefined)
      );
      if (isRequired) required.push(key);
    }
    if (Object.keys(properties).length > 0) schema.properties = properties;
    if (required.length > 0) schema.required = required;
    const rules = extras.rules?.[name];
    if (rules) schema['x-kubernetes-validations'] = rules;
    return schema;
  }

  function typeOf(type: string): StructuralSchema {
    const suffix = suffixPattern.exec(type);
    if (suffix) {
      const [, inner = '', keys, map] = suffix;
      if (map !== undefined) {
        const schema: StructuralSchema = { type: 'object', additionalProperties: typeOf(inner) };
        return map === 'atomic' ? { ...schema, 'x-kubernetes-map-type': 'atomic' } : schema;
      }
      return { type: 'array', items: typeOf(inner), ...listType(keys ?? '') };
    }
    if (type.includes('|')) return { type: 'string', enum: type.split('|').filter(Boolean) };
    return scalars[type] ?? schemaOf(type);
  }

  return schemaOf;
}

const fieldPattern = /^([^:!=]+)(!)?(?::([^=]+))?(?:=(.*))?$/;
const suffixPattern = /^(.+)(?:\[(.*)\]|\{(.*)\})$/;

const string: StructuralSchema = { type: 'string' };

/** What a required number or switch is where nobody says: it is never left out. */
const zeros: Record<string, string | undefined> = { int: '0', bool: 'false' };

const commonScalars: Record<string, StructuralSchema> = {
  string,
  int: { type: 'integer' },
  number: { type: 'number' },
  bool: { type: 'boolean' },
  bytes: { type: 'string', format: 'byte' },
  time: { type: 'string', format: 'date-time' },
  quantity: { 'x-kubernetes-int-or-string': true, format: 'quantity' },
  intOrString: { 'x-kubernetes-int-or-string': true },
  any: { 'x-kubernetes-preserve-unknown-fields': true },
};

function listType(keys: string): Partial<StructuralSchema> {
  if (keys === '') return { 'x-kubernetes-list-type': 'atomic' };
  if (keys === 'some') return { 'x-kubernetes-list-type': 'atomic', minItems: 1 };
  if (keys === 'set') return { 'x-kubernetes-list-type': 'set' };
  return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys.split(',') };
}

function withDefault(schema: StructuralSchema, text: string | undefined): StructuralSchema {
  if (text === undefined) return schema;
  const copy = { ...schema, default: defaultOf(schema, text) };
  const name = names.get(schema);
  if (name) names.set(copy, name);
  return copy;
}

function defaultOf(schema: StructuralSchema, text: string): Json {
  if (text.startsWith('{') || text.startsWith('[')) return JSON.parse(text);
  if (text === '""') return '';
  return schema.type === 'integer' || schema.type === 'boolean' ? JSON.parse(text) : text;
}
