import type { Catalog } from './catalog.ts';
import { apiVersionOf, type ResourceType } from './schema/resourceType.ts';

/** `/openapi/v3`: where the document of each group and version is. */
export function openApiRoot({ types }: Catalog): object {
  const versions = new Set(types.map(pathOf));
  const paths = [...versions].map(path => [
    path,
    { serverRelativeURL: `/openapi/v3/${path}?hash=${types.length}` },
  ]);
  return { paths: Object.fromEntries(paths) };
}

function pathOf(type: ResourceType): string {
  return type.group ? `apis/${type.group}/${type.version}` : `api/${type.version}`;
}

/** What clients look up there: which kinds take the query parameters of writes, and what their fields are. */
export function openApiVersion({ types }: Catalog, path: string): object | undefined {
  const served = types.filter(type => pathOf(type) === path);
  if (served.length === 0) return undefined;
  const paths = served.map(type => {
    const root = type.namespaced ? `/${path}/namespaces/{namespace}` : `/${path}`;
    return [
      `${root}/${type.plural}/{name}`,
      { get: operation(type, 'get'), patch: operation(type, 'patch') },
    ];
  });
  const schemas = served.map(type => {
    const gvk = gvkOf(type);
    const { group, version, kind } = gvk;
    const name = `${(group || 'core').split('.').reverse().join('.')}.${version}.${kind}`;
    return [name, { ...type.schema, 'x-kubernetes-group-version-kind': [gvk] }];
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: apiVersionOf(served[0]!) },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  };
}

function operation(type: ResourceType, action: 'get' | 'patch') {
  const names = action === 'patch' ? ['dryRun', 'fieldManager', 'fieldValidation', 'force'] : [];
  return {
    parameters: names.map(name => ({
      name,
      in: 'query',
      schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
    })),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvkOf(type),
  };
}

function gvkOf({ group, version, kind }: ResourceType) {
  return { group, version, kind };
}

/**
 * `/openapi/v2` in protobuf, the only form that kubectl asks for: a document that describes nothing, so that kubectl
 * leaves all validation to the server.
 */
export function openApiV2(): Buffer {
  const field = (number: number, value: Buffer) =>
    Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
  const text = (number: number, value: string) => field(number, Buffer.from(value));
  const info = Buffer.concat([text(1, 'Kubernetes'), text(2, 'v1')]);
  return Buffer.concat([text(1, '2.0'), field(2, info)]);
}
