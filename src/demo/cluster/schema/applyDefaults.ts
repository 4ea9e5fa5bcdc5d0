import type { StructuralSchema } from './structural.ts';

/**
 * The value with the schema's defaults where it has nothing, or a null that the schema does not allow. The value itself where
 * nothing is missing.
 */
export function applyDefaults(schema: StructuralSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !hasDefaults(schema)) return value;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return value;
    const filled = value.map(item => applyDefaults(items, item));
    return filled.some((item, index) => item !== value[index]) ? filled : value;
  }
  const object = value as Record<string, unknown>;
  const changes: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    const own = Object.hasOwn(object, key) ? object[key] : undefined;
    const isMissing = own === undefined || (own === null && !field.nullable);
    if (isMissing && field.default === undefined) continue;
    const filled = applyDefaults(field, isMissing ? structuredClone(field.default) : own);
    if (filled !== own) changes[key] = filled;
  }
  const rest = schema.additionalProperties;
  if (typeof rest === 'object') {
    for (const [key, own] of Object.entries(object)) {
      if (schema.properties && Object.hasOwn(schema.properties, key)) continue;
      const filled = applyDefaults(rest, own);
      if (filled !== own) changes[key] = filled;
    }
  }
  return Object.keys(changes).length > 0 ? { ...object, ...changes } : value;
}

const known = new WeakMap<StructuralSchema, boolean>();

/** Whether anything in the schema has a default: most branches of most schemas need no walk at all. */
function hasDefaults(schema: StructuralSchema): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, false);
  const rest = schema.additionalProperties;
  const children = [...Object.values(schema.properties ?? {}), schema.items, rest];
  const result = children.some(
    child => typeof child === 'object' && (child.default !== undefined || hasDefaults(child))
  );
  known.set(schema, result);
  return result;
}
