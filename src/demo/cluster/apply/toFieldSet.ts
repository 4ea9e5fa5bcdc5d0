import type { StructuralSchema } from '../schema/structural.ts';
import { addElement, below, type FieldSet } from './fieldSet.ts';
import { isMap, itemElement, mergeShape } from './mergeShape.ts';

/** Every field that a value sets: leaves, keys of maps, items of associative lists, and what is null or an empty object. */
export function toFieldSet(schema: StructuralSchema, value: unknown): FieldSet {
  return fieldsOf(schema, value).children;
}

interface Fields {
  /** Whether the value's own path is set by the value's shape (leaf, atomic). */
  self: boolean;
  children: FieldSet;
}

const none: FieldSet = {};

function fieldsOf(schema: StructuralSchema, value: unknown): Fields {
  const shape = mergeShape(schema, value);
  if (shape.kind === 'leaf') return { self: true, children: none };
  const children: FieldSet = {};
  if (shape.kind === 'map') {
    if (!isMap(value)) return { self: false, children };
    for (const key of Object.keys(value)) {
      const entry = shape.entry(key);
      if (!entry) continue;
      const item = value[key];
      const fields = fieldsOf(entry, item);
      const member = fields.self || isVoid(item) || !shape.isField(key);
      addElement(children, `f:${key}`, member, fields.children);
    }
    return { self: false, children };
  }
  if (!Array.isArray(value)) return { self: false, children };
  const seen = new Set<string>();
  for (const item of value) {
    const element = itemElement(shape, item);
    if (element === undefined) continue;
    // An item that is there twice is owned as a whole: nobody can say which of the two is meant.
    if (seen.has(element)) children[element] = {};
    else addElement(children, element, true, fieldsOf(shape.item, item).children);
    seen.add(element);
  }
  return { self: false, children };
}

function isVoid(value: unknown): boolean {
  return value === null || (isMap(value) && Object.keys(value).length === 0);
}

/**
 * The set with every field of a struct on its way made a member. Without it a struct that holds nothing any more would be
 * left behind when its last field is removed.
 */
export function withStructFields(schema: StructuralSchema, set: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const element in set) {
    if (element === '.') continue;
    const node = set[element] as FieldSet;
    const children = below(set, element);
    if (!children) {
      result[element] = node;
      continue;
    }
    const isKey = element.startsWith('f:');
    const shape = mergeShape(schema, isKey ? {} : []);
    let entry: StructuralSchema | undefined;
    let isField = false;
    if (isKey && shape.kind === 'map') {
      entry = shape.entry(element.slice(2));
      isField = shape.isField(element.slice(2));
    } else if (!isKey && shape.kind === 'list') entry = shape.item;
    addElement(
      result,
      element,
      '.' in node || isField,
      entry ? withStructFields(entry, children) : children
    );
  }
  return result;
}
