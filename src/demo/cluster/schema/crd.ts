import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import { objectMeta } from './builtIn.ts';
import type { PrinterColumn, ResourceType, ScaleSubresource } from './resourceType.ts';
import { anything, type StructuralSchema } from './structural.ts';

/** The types that a CustomResourceDefinition serves: one a served version, none where its spec is not one yet. */
export function typesOfCrd(crd: KubernetesObject): ResourceType[] {
  const spec = record(crd.spec);
  const names = record(spec.names);
  const group = text(spec.group);
  const kind = text(names.kind);
  const plural = text(names.plural);
  if (!group || !kind || !plural) return [];
  const types: ResourceType[] = [];
  for (const version of list(spec.versions).map(record)) {
    const name = text(version.name);
    if (!name || version.served !== true) continue;
    const subresources = record(version.subresources);
    const warning = text(version.deprecationWarning) ?? `${group}/${name} ${kind} is deprecated`;
    types.push({
      group,
      version: name,
      kind,
      plural,
      singular: text(names.singular) ?? kind.toLowerCase(),
      shortNames: texts(names.shortNames),
      categories: texts(names.categories),
      namespaced: spec.scope === 'Namespaced',
      subresources: {
        ...(subresources.status ? { status: true } : {}),
        ...(subresources.scale ? { scale: subresources.scale as unknown as ScaleSubresource } : {}),
      },
      schema: wholeSchema(record(version.schema).openAPIV3Schema, spec),
      hasGeneration: true,
      custom: true,
      storage: version.storage === true,
      ...(version.deprecated === true ? { deprecationWarning: warning } : {}),
      printerColumns: list(version.additionalPrinterColumns) as PrinterColumn[],
    });
  }
  return types;
}

const schemas = new WeakMap<object, StructuralSchema>();

/** The schema with what every object has. A CRD says of `metadata` that it is an object, and means ObjectMeta. */
function wholeSchema(declared: unknown, spec: Record<string, unknown>): StructuralSchema {
  if (typeof declared !== 'object' || declared === null) return withMetadata(anything);
  const known = schemas.get(declared);
  if (known) return known;
  const whole = withMetadata(embedded(declared as StructuralSchema));
  const schema = spec.preserveUnknownFields === true ? { ...whole, ...anything } : whole;
  schemas.set(declared, schema);
  return schema;
}

function withMetadata(schema: StructuralSchema): StructuralSchema {
  const { apiVersion, kind, ...rest } = schema.properties ?? {};
  const properties = {
    apiVersion: apiVersion ?? { type: 'string' as const },
    kind: kind ?? { type: 'string' as const },
    ...rest,
    metadata: objectMeta,
  };
  return { ...schema, type: 'object', properties };
}

/** Inside, an object marked as an embedded resource has apiVersion, kind and metadata as well. */
function embedded(schema: StructuralSchema): StructuralSchema {
  const { properties, items, additionalProperties: rest } = schema;
  const inside: StructuralSchema = {
    ...schema,
    ...(properties ? { properties: mapValues(properties, embedded) } : {}),
    ...(items ? { items: embedded(items) } : {}),
    ...(typeof rest === 'object' ? { additionalProperties: embedded(rest) } : {}),
  };
  if (!schema['x-kubernetes-embedded-resource']) return inside;
  const required = [...new Set([...(schema.required ?? []), 'apiVersion', 'kind'])];
  return { ...withMetadata(inside), required };
}

function mapValues(
  fields: Record<string, StructuralSchema>,
  change: (schema: StructuralSchema) => StructuralSchema
): Record<string, StructuralSchema> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, change(field)]));
}

function texts(value: unknown): string[] {
  return list(value).filter(item => typeof item === 'string');
}
