import { fieldSchema, type StructuralSchema } from './structural.ts';

/** The value without nulls in fields that allow none: a null there is as good as nothing. The value itself where it has none. */
export function dropNulls(schema: StructuralSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return value;
    const kept = value.map(item => dropNulls(items, item));
    return kept.some((item, index) => item !== value[index]) ? kept : value;
  }
  const kept: Record<string, unknown> = {};
  let changed = false;
  for (const [key, field] of Object.entries(value)) {
    const entry = fieldSchema(schema, key);
    if (field === null && entry && !entry.nullable && entry.type !== undefined) {
      changed = true;
      continue;
    }
    kept[key] = entry ? dropNulls(entry, field) : field;
    changed ||= kept[key] !== field;
  }
  return changed ? kept : value;
}
