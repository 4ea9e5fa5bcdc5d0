import { mediaRangesOf } from './accept.ts';
import type { Catalog } from './catalog.ts';
import type { ResourceType } from './schema/resourceType.ts';
import { apiVersionOf } from './schema/resourceType.ts';

const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** The versions of a group, the preferred first: stable before beta before alpha, newer before older. */
function versionsOf(types: readonly ResourceType[], group: string): string[] {
  const versions = types.filter(type => type.group === group).map(type => type.version);
  return [...new Set(versions)].sort(byStability);
}

function groupsOf(types: readonly ResourceType[]): string[] {
  return [...new Set(types.map(type => type.group))].filter(Boolean);
}

function byStability(a: string, b: string): number {
  const rank = (version: string) => {
    const [, major = '0', stage = '', minor = '0'] =
      /^v(\d+)(alpha|beta)?(\d+)?$/.exec(version) ?? [];
    return [stage === '' ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)] as const;
  };
  const [left, right] = [rank(a), rank(b)];
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

/** `/api` or `/apis`, as one answer about everything where the client asks for that. */
export function discoverRoot(catalog: Catalog, path: '/api' | '/apis', accept: string | undefined) {
  const aggregated = mediaRangesOf(accept).find(
    ({ parameters }) =>
      parameters.get('g') === 'apidiscovery.k8s.io' &&
      parameters.get('as') === 'APIGroupDiscoveryList'
  );
  const version = aggregated?.parameters.get('v');
  if (version === 'v2' || version === 'v2beta1') return aggregatedRoot(catalog, path, version);
  if (path === '/api') {
    const body = {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
    };
    return { contentType: 'application/json', body };
  }
  const groups = groupsOf(catalog.types).map(group => apiGroup(catalog, group));
  return {
    contentType: 'application/json',
    body: { kind: 'APIGroupList', apiVersion: 'v1', groups },
  };
}

/** `/apis/GROUP` */
export function discoverGroup(catalog: Catalog, group: string): object | undefined {
  if (!groupsOf(catalog.types).includes(group)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(catalog, group) };
}

function apiGroup(catalog: Catalog, group: string) {
  const versions = versionsOf(catalog.types, group).map(version => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** `/api/v1` or `/apis/GROUP/VERSION` */
export function discoverVersion(
  catalog: Catalog,
  group: string,
  version: string
): object | undefined {
  const types = catalog.types.filter(type => type.group === group && type.version === version);
  if (types.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(types[0]!),
    resources: types.flatMap(resourceEntries),
  };
}

function resourceEntries(type: ResourceType) {
  const { plural, singular, namespaced, kind, shortNames, categories } = type;
  const entry = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: type.verbs ?? allVerbs,
    ...(shortNames.length && { shortNames }),
    ...(categories.length && { categories }),
  };
  return [
    entry,
    ...subresourcesOf(type).map(({ name, verbs, gvk }) => ({
      name: `${plural}/${name}`,
      singularName: '',
      namespaced,
      ...(gvk && { group: gvk.group, version: gvk.version }),
      kind: gvk?.kind ?? kind,
      verbs,
    })),
  ];
}

interface Subresource {
  name: string;
  verbs: string[];
  gvk?: { group: string; version: string; kind: string };
}

const updating = ['get', 'patch', 'update'];
const core = (kind: string) => ({ group: '', version: 'v1', kind });
const proxied: Subresource = {
  name: 'proxy',
  verbs: ['create', 'delete', 'get', 'patch', 'update'],
};

const special: Record<string, Subresource[]> = {
  '/pods': [
    { name: 'binding', verbs: ['create'], gvk: core('Binding') },
    {
      name: 'eviction',
      verbs: ['create'],
      gvk: { group: 'policy', version: 'v1', kind: 'Eviction' },
    },
    { name: 'log', verbs: ['get'] },
    proxied,
  ],
  '/services': [proxied],
  '/namespaces': [{ name: 'finalize', verbs: ['update'] }],
  '/serviceaccounts': [
    {
      name: 'token',
      verbs: ['create'],
      gvk: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
    },
  ],
};

/** Every subresource that is served. */
function subresourcesOf(type: ResourceType): Subresource[] {
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  return [
    ...(type.subresources.status ? [{ name: 'status', verbs: updating }] : []),
    ...(type.subresources.scale ? [{ name: 'scale', verbs: updating, gvk: scale }] : []),
    ...(special[`${type.group}/${type.plural}`] ?? []),
  ];
}

function aggregatedRoot(catalog: Catalog, path: '/api' | '/apis', version: string) {
  const groups = path === '/api' ? [''] : groupsOf(catalog.types);
  const items = groups.map(group => ({
    metadata: group ? { name: group, creationTimestamp: null } : { creationTimestamp: null },
    versions: versionsOf(catalog.types, group).map(served => ({
      version: served,
      resources: catalog.types
        .filter(type => type.group === group && type.version === served)
        .map(type => aggregatedEntry(type)),
      freshness: 'Current',
    })),
  }));
  return {
    contentType: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    body: {
      kind: 'APIGroupDiscoveryList',
      apiVersion: `apidiscovery.k8s.io/${version}`,
      metadata: {},
      items,
    },
  };
}

function aggregatedEntry(type: ResourceType) {
  const { group, version, kind, plural, singular, shortNames, categories, namespaced } = type;
  // Built-in kinds leave out what the group and version around them say; custom resources repeat it.
  const own = type.custom ? { group, version, kind } : { group: '', version: '', kind };
  const subresources = subresourcesOf(type).map(({ name, verbs, gvk }) => ({
    subresource: name,
    responseKind: gvk ?? own,
    verbs,
  }));
  return {
    resource: plural,
    responseKind: own,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: type.verbs ?? allVerbs,
    ...(shortNames.length && { shortNames }),
    ...(categories.length && { categories }),
    ...(subresources.length && { subresources }),
  };
}
