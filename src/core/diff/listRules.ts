import { list, record } from '../kubernetes/object.ts';
import { isBuiltIn, type Place } from './place.ts';

/**
 * Fields that together name an item of a list. `?`: may be absent; `=TCP`: what absence means; a dot goes one level down.
 * Several lists of fields are tried one after the other on what the ones before left unmatched.
 */
type Keys = readonly (readonly string[])[];

const named: Keys = [['name']];
const port = 'protocol=TCP';

/** The keys of the lists of built-in kinds (D3.1), by the name of the field: most are the API's own list-map keys. */
const keysOfField: Record<string, Keys> = {
  conditions: [['type']],
  containers: named,
  dependsOn: [['namespace?', 'name']],
  env: named,
  ephemeralContainers: named,
  hostAliases: [['ip']],
  imagePullSecrets: named,
  initContainers: named,
  items: [['key'], ['kind', 'metadata.namespace?', 'metadata.name']],
  listeners: named,
  matchExpressions: [['key', 'operator']],
  ownerReferences: [['kind', 'name']],
  parentRefs: [['kind?', 'namespace?', 'name', 'sectionName?', 'port?']],
  paths: [['path', 'pathType?']],
  ports: [['containerPort', port], ['port', port], ['name']],
  rules: [['host'], ['apiGroups', 'resources', 'resourceNames?'], ['nonResourceURLs']],
  secrets: named,
  subjects: [['kind', 'namespace?', 'name']],
  substituteFrom: [['kind', 'name']],
  tls: [['secretName'], ['hosts']],
  tolerations: [['key?', 'operator=Equal', 'effect?', 'value?']],
  topologySpreadConstraints: [['topologyKey', 'whenUnsatisfiable']],
  valuesFrom: [['kind', 'name', 'valuesKey?', 'targetPath?']],
  versions: named,
  volumeClaimTemplates: [['metadata.name']],
  volumeDevices: [['devicePath']],
  volumeMounts: [['mountPath']],
  volumes: named,
  webhooks: named,
};

/** What names an item of a list that no table knows (D3.2). */
const usualKeys: Keys = [
  ['id'],
  ['kind', 'metadata.namespace?', 'metadata.name'],
  ['kind?', 'namespace?', 'name'],
  ['key'],
  ['host'],
  ['path'],
];

interface Field {
  name: string;
  path: readonly string[];
  isOptional: boolean;
  otherwise?: string;
}

/** What names an item: fields that all of it must have. */
export type Identity = readonly Field[];

function read(keys: Keys): Identity[] {
  return keys.map(fields =>
    fields.map(field => {
      const [, name = '', optional, otherwise] = /^([\w.]+)(\?)?(?:=(\w+))?$/.exec(field) ?? [];
      return { name, path: name.split('.'), isOptional: optional !== undefined, otherwise };
    })
  );
}

const known = new Map(Object.entries(keysOfField).map(([field, keys]) => [field, read(keys)]));
const usual = read(usualKeys);

/** The identities to try at this list, the surest first. */
export function identitiesOf(place: Place): readonly Identity[] {
  return known.get(place.key) ?? usual;
}

/** What an item is called by this identity, and a text that only items of that name share. */
export function nameBy(
  item: unknown,
  identity: Identity
): { key: string; name: Record<string, unknown> } | undefined {
  const name: Record<string, unknown> = {};
  let key = '';
  for (const field of identity) {
    let value: unknown = item;
    for (const step of field.path) value = record(value)[step];
    value ??= field.otherwise;
    if (value === undefined && field.isOptional) continue;
    if (!isName(value)) return undefined;
    name[field.name] = value;
    key += `${field.name}=${JSON.stringify(value)},`;
  }
  return key === '' ? undefined : { key, name };
}

function isName(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(item => typeof item === 'string');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Lists of built-in kinds whose order has no meaning (D3.6). */
const unordered = new Set([
  'accessModes',
  'add',
  'apiGroups',
  'apiVersions',
  'conditions',
  'drop',
  'egress',
  'env',
  'finalizers',
  'from',
  'hostAliases',
  'hosts',
  'imagePullSecrets',
  'ingress',
  'items',
  'loadBalancerSourceRanges',
  'matchExpressions',
  'nodeSelectorTerms',
  'nonResourceURLs',
  'operations',
  'ownerReferences',
  'policyTypes',
  'ports',
  'readinessGates',
  'resourceNames',
  'resources',
  'secrets',
  'shortNames',
  'subjects',
  'supplementalGroups',
  'tls',
  'to',
  'tolerations',
  'topologySpreadConstraints',
  'values',
  'verbs',
  'volumeDevices',
  'volumeMounts',
  'volumes',
]);

/** Whether another order of the items is another meaning. In doubt it is. */
export function isOrdered(
  place: Place,
  left: readonly unknown[],
  right: readonly unknown[]
): boolean {
  if (place.isFree) return true;
  const path = place.above?.key;
  if (path === 'metadata') return false;
  if (place.key === 'dependsOn' && place.group.endsWith('.toolkit.fluxcd.io')) return false;
  if (!isBuiltIn(place)) return true;
  if (place.key === 'rules') return place.group !== 'rbac.authorization.k8s.io';
  // A value may name variables that stand above it, and only those.
  if (place.key === 'env') return [...left, ...right].some(hasReference);
  return !unordered.has(place.key);
}

function hasReference(variable: unknown): boolean {
  return list([record(variable).value]).some(
    value => typeof value === 'string' && value.includes('$(')
  );
}
