import { fieldSchema, keepsUnknownFields, type StructuralSchema } from './structural.ts';

/**
 * The value without fields that the schema does not know; their paths are added to `unknown`. The value itself where it has none.
 * An object in the place of something else has none that are known: that it is no object is found out later.
 */
export function prune(
  schema: StructuralSchema,
  value: unknown,
  unknown: string[],
  path = ''
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    const kept = value.map((item, index) => prune(items, item, unknown, `${path}[${index}]`));
    return kept.some((item, index) => item !== value[index]) ? kept : value;
  }
  const keepsAll = keepsUnknownFields(schema);
  if (keepsAll && !schema.properties && !schema.additionalProperties) return value;
  const kept: Record<string, unknown> = {};
  let changed = false;
  for (const [key, field] of Object.entries(value)) {
    const inside = path === '' ? key : `${path}.${key}`;
    const entry = key === '__proto__' ? undefined : fieldSchema(schema, key);
    if (!entry && !keepsAll) {
      unknown.push(inside);
      changed = true;
      continue;
    }
    kept[key] = entry ? prune(entry, field, unknown, inside) : field;
    changed ||= kept[key] !== field;
  }
  return changed ? kept : value;
}
