import type { StructuralSchema } from '../schema/structural.ts';
import { elementText } from './fieldSet.ts';
import { isMap, itemElement, mergeShape } from './mergeShape.ts';

/** What does not fit the schema, each as `.path: what is wrong`: applying checks this before anything else. */
export function typeErrors(schema: StructuralSchema, value: unknown, path = ''): string[] {
  const shape = mergeShape(schema, value);
  if (value === null || value === undefined) return [];
  if (schema.type === 'object' && !isMap(value))
    return [`${path}: expected map, got ${goPlain(value)}`];
  if (schema.type === 'array' && !Array.isArray(value))
    return [`${path}: expected list, got ${goPlain(value)}`];
  if (shape.kind === 'map' && isMap(value)) {
    return Object.keys(value).flatMap(key => {
      const entry = shape.entry(key);
      const inside = `${path}.${key}`;
      return entry
        ? typeErrors(entry, value[key], inside)
        : [`${inside}: field not declared in schema`];
    });
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    const seen = new Set<string>();
    return value.flatMap((item, index) => {
      const element = itemElement(shape, item);
      if (element === undefined) {
        const keys = JSON.stringify(shape.keys ?? []);
        const why = isMap(item)
          ? `associative list with keys has an element that omits all key fields ${keys.replace(
              /,/g,
              ' '
            )} (and doesn't have default values for any key fields)`
          : 'associative list with keys may not have non-map elements';
        return [`${path}: element ${index}: ${why}`];
      }
      const text = elementText(element);
      if (seen.has(element)) return [`${path}: duplicate entries for key ${text}`];
      seen.add(element);
      return typeErrors(shape.item, item, path + text);
    });
  }
  return scalarErrors(schema, value, path);
}

function scalarErrors(schema: StructuralSchema, value: unknown, path: string): string[] {
  if (Array.isArray(value) && schema.items)
    return value.flatMap((item, index) =>
      typeErrors(schema.items as StructuralSchema, item, `${path}[${index}]`)
    );
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? [] : [`${path}: expected string, got ${goValue(value)}`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: expected boolean, got ${goPlain(value)}`];
    case 'integer':
    case 'number':
      return typeof value === 'number'
        ? []
        : [`${path}: expected numeric (int or float), got ${goType(value)}`];
    default:
      return [];
  }
}

/** As Go prints a value with `%v`. */
function goPlain(value: unknown): string {
  return `&{${plain(value)}}`;
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(' ')}]`;
  if (!isMap(value)) return value === null ? '<nil>' : String(value);
  const fields = Object.keys(value)
    .sort()
    .map(key => `${key}:${plain(value[key])}`);
  return `map[${fields.join(' ')}]`;
}

/** As Go prints a value with `%#v`. */
function goValue(value: unknown): string {
  if (typeof value === 'string') return `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
  if (typeof value === 'number' || typeof value === 'boolean')
    return `&value.valueUnstructured{Value:${value}}`;
  return `&value.valueUnstructured{Value:${goType(value)}{}}`;
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
