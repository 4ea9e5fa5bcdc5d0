/** Where the API serves a resource. Without `name` it is the collection, without `namespace` all namespaces. */
export interface ResourcePath {
  group: string;
  version: string;
  plural: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}

export function resourcePath(at: ResourcePath): string {
  const root = at.group === '' ? `/api/${at.version}` : `/apis/${at.group}/${at.version}`;
  const parts = [
    at.namespace ? `namespaces/${encodeURIComponent(at.namespace)}` : '',
    at.plural,
    at.name ? encodeURIComponent(at.name) : '',
    at.subresource ?? '',
  ];
  return [root, ...parts.filter(Boolean)].join('/');
}
