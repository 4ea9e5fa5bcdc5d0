/** What a request asks for, read from its method, path and query: the subject of authorization and routing. */
export interface RequestInfo {
  verb: string;
  path: string;
  /** Absent for paths that name no resource, such as /version. */
  resource?: ResourceRequest;
}

export interface ResourceRequest {
  group: string;
  version: string;
  plural: string;
  namespace: string;
  name: string;
  subresource: string;
  /** What follows the subresource: the path behind `proxy`. Keeps its slashes. */
  rest: string;
}

const verbs: Record<string, string> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Below a namespace's own name these are its subresources, not resources in it. */
const namespaceSubresources = new Set(['status', 'finalize']);

export function requestInfoOf(method: string, path: string, query: URLSearchParams): RequestInfo {
  const verb = verbs[method] ?? method.toLowerCase();
  const resource = resourceOf(path);
  if (!resource) return { verb, path };
  // Selecting one object by its name asks for no more than that object.
  const isCollection = resource.name === '';
  if (isCollection) {
    const named = /^metadata\.name=([^,=!]+)$/.exec(query.get('fieldSelector') ?? '');
    const asked = named?.[1] ? { ...resource, name: named[1] } : resource;
    if (verb === 'get') return { verb: isWatch(query) ? 'watch' : 'list', path, resource: asked };
    if (verb === 'delete') return { verb: 'deletecollection', path, resource: asked };
  }
  return { verb, path, resource };
}

function isWatch(query: URLSearchParams): boolean {
  const watch = query.get('watch');
  return watch !== null && watch !== 'false' && watch !== '0';
}

function resourceOf(path: string): ResourceRequest | undefined {
  const parts = path.split('/').slice(1);
  const isLegacy = parts[0] === 'api';
  if (!isLegacy && parts[0] !== 'apis') return undefined;
  const group = isLegacy ? '' : parts[1];
  const version = parts[isLegacy ? 1 : 2];
  const below = parts.slice(isLegacy ? 2 : 3);
  if (group === undefined || !version || !below[0]) return undefined;
  let namespace = '';
  if (below[0] === 'namespaces' && below[1]) {
    namespace = decodePart(below[1]);
    if (below[2] && !namespaceSubresources.has(below[2])) below.splice(0, 2);
  }
  const [plural = '', name = '', subresource = '', ...rest] = below;
  return {
    group,
    version,
    plural,
    namespace,
    name: decodePart(name),
    subresource,
    rest: rest.join('/'),
  };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
