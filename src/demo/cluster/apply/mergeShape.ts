import {
  anything,
  fieldSchema,
  keepsUnknownFields,
  type StructuralSchema,
} from '../schema/structural.ts';

/** How a value merges: as one (`leaf`), key by key, or item by item. */
export type MergeShape =
  | { kind: 'leaf' }
  | {
      kind: 'map';
      /** Undefined where the schema does not declare the key. */
      entry: (key: string) => StructuralSchema | undefined;
      /** Whether the key is a field of a struct. Keys of maps are owned themselves, fields only through what they hold. */
      isField: (key: string) => boolean;
    }
  | { kind: 'list'; item: StructuralSchema; keys?: readonly string[] };

type MapShape = Extract<MergeShape, { kind: 'map' }>;

const leaf: MergeShape = { kind: 'leaf' };
const openMap: MapShape = { kind: 'map', entry: () => anything, isField: () => false };
const shapes = new WeakMap<StructuralSchema, MergeShape>();

/** The shape that the schema gives; where it says nothing, the value's own: objects by key, lists as one. */
export function mergeShape(schema: StructuralSchema, value: unknown): MergeShape {
  if (isUntyped(schema)) return isMap(value) || value === null ? openMap : leaf;
  let shape = shapes.get(schema);
  if (!shape) shapes.set(schema, (shape = shapeOf(schema)));
  return shape;
}

/** A schema that says nothing of the value's type: its shape changes with the value. */
export function isUntyped(schema: StructuralSchema): boolean {
  return (
    schema.type === undefined &&
    !schema.properties &&
    !schema.items &&
    !schema.additionalProperties &&
    !schema['x-kubernetes-int-or-string']
  );
}

function shapeOf(schema: StructuralSchema): MergeShape {
  if (schema.type === 'array' || schema.items) {
    const items = schema.items ?? anything;
    switch (schema['x-kubernetes-list-type']) {
      case 'map':
        return { kind: 'list', item: items, keys: schema['x-kubernetes-list-map-keys'] ?? [] };
      case 'set':
        return { kind: 'list', item: items };
      default:
        return leaf;
    }
  }
  if (schema.type !== 'object' && !schema.properties && !schema.additionalProperties) return leaf;
  if (schema['x-kubernetes-map-type'] === 'atomic') return leaf;
  const open = keepsUnknownFields(schema);
  return {
    kind: 'map',
    entry: key => fieldSchema(schema, key) ?? (open ? anything : undefined),
    isField: key => schema.properties !== undefined && Object.hasOwn(schema.properties, key),
  };
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The path element of a list's item; undefined where the item lacks every key. */
export function itemElement(
  shape: Extract<MergeShape, { kind: 'list' }>,
  item: unknown
): string | undefined {
  if (!shape.keys) return `v:${JSON.stringify(item)}`;
  if (!isMap(item)) return undefined;
  const key: Record<string, unknown> = {};
  for (const name of [...shape.keys].sort()) {
    const value = item[name] ?? fieldSchema(shape.item, name)?.default;
    if (value !== undefined) key[name] = value;
  }
  return Object.keys(key).length === 0 ? undefined : `k:${JSON.stringify(key)}`;
}
