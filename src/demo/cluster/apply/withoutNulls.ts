/** The value without null fields; the value itself where it has none. Nulls in lists stay: they have a place. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  const result: Record<string, unknown> = {};
  let changed = false;
  for (const [key, field] of Object.entries(value)) {
    if (field === null) {
      changed = true;
      continue;
    }
    result[key] = withoutNulls(field);
    changed ||= result[key] !== field;
  }
  return changed ? result : value;
}
