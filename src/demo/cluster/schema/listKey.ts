import { fieldSchema, type StructuralSchema } from './structural.ts';

/** What makes an item of a set or of a keyed list one of its kind; undefined in other lists, and where an item has no key. */
export function keyOf(schema: StructuralSchema, item: unknown): unknown {
  if (schema['x-kubernetes-list-type'] === 'set') return item;
  if (schema['x-kubernetes-list-type'] !== 'map') return undefined;
  if (typeof item !== 'object' || item === null) return undefined;
  const key: Record<string, unknown> = {};
  for (const name of schema['x-kubernetes-list-map-keys'] ?? []) {
    const own = (item as Record<string, unknown>)[name];
    const value = own ?? (schema.items && fieldSchema(schema.items, name)?.default);
    if (value !== undefined) key[name] = value;
  }
  return Object.keys(key).length > 0 ? key : undefined;
}
