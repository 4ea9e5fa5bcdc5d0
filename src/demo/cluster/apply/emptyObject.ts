import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { apiVersionOf, type ResourceType } from '../schema/resourceType.ts';
import type { StructuralSchema } from '../schema/structural.ts';

const empties = new WeakMap<StructuralSchema, Record<string, unknown>>();

/**
 * What creation is compared with. A built-in type's empty object already has its structs (`spec: {}`), so their creator owns
 * the fields in them, but not the structs.
 */
export function emptyObject(type: ResourceType): KubernetesObject {
  let fields = type.custom ? {} : empties.get(type.schema);
  if (!fields) empties.set(type.schema, (fields = structsOf(type.schema)));
  return { ...fields, apiVersion: apiVersionOf(type), kind: type.kind, metadata: { name: '' } };
}

function structsOf(schema: StructuralSchema): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (isEmptyStruct(field.default)) result[name] = structsOf(field);
    else if (field.type === 'array' && schema.required?.includes(name)) result[name] = null;
  }
  return result;
}

function isEmptyStruct(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
