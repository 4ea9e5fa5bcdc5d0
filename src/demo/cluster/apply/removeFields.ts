import type { StructuralSchema } from '../schema/structural.ts';
import { below, type FieldSet, hasElement, isEmptySet } from './fieldSet.ts';
import { isMap, itemElement, mergeShape } from './mergeShape.ts';

/**
 * The value without the fields of the set. A map or list that loses its last entry becomes null, as the API server has it;
 * a value that loses nothing is returned itself.
 */
export function removeFields(schema: StructuralSchema, value: unknown, set: FieldSet): unknown {
  if (isEmptySet(set)) return value;
  const shape = mergeShape(schema, value);
  if (shape.kind === 'map') {
    if (!isMap(value) || Object.keys(value).length === 0) return null;
    const result: Record<string, unknown> = {};
    let changed = false;
    for (const key of Object.keys(value)) {
      if (key === '__proto__') continue;
      const element = `f:${key}`;
      const inside = below(set, element);
      const entry = shape.entry(key);
      if (hasElement(set, element)) changed = true;
      else {
        result[key] = inside && entry ? removeFields(entry, value[key], inside) : value[key];
        changed ||= result[key] !== value[key];
      }
    }
    if (!changed) return value;
    return Object.keys(result).length > 0 ? result : null;
  }
  if (shape.kind === 'list') {
    if (!Array.isArray(value) || value.length === 0) return null;
    const result: unknown[] = [];
    for (const item of value) {
      const element = itemElement(shape, item) ?? '';
      if (hasElement(set, element)) continue;
      const inside = below(set, element);
      result.push(inside ? removeFields(shape.item, item, inside) : item);
    }
    if (result.length === value.length && result.every((item, i) => item === value[i]))
      return value;
    return result.length > 0 ? result : null;
  }
  return value;
}
