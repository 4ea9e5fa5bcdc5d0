import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { qualifiedResource, type ResourceType } from './schema/resourceType.ts';

/** Which resources are served now: the built-in ones and those of the CustomResourceDefinitions. */
export interface Catalog {
  find(group: string, version: string, plural: string): ResourceType | undefined;
  ofKind(group: string, version: string, kind: string): ResourceType | undefined;
  /** Any served version of a kind: owner references outlive versions. */
  ofGroupKind(group: string, kind: string): ResourceType | undefined;
  /** Every version of every resource. */
  readonly types: readonly ResourceType[];
  /** One type for each stored resource. */
  stored(): ResourceType[];
  setCustom(crd: string, types: readonly ResourceType[], from: KubernetesObject | undefined): void;
  crdOf(type: ResourceType): KubernetesObject | undefined;
}

export function createCatalog(builtIn: readonly ResourceType[]): Catalog {
  const custom = new Map<string, { types: readonly ResourceType[]; crd: KubernetesObject }>();
  let types = [...builtIn];
  let byPath = new Map<string, ResourceType>();
  let byKind = new Map<string, ResourceType>();
  index();

  function index(): void {
    types = [...builtIn, ...[...custom.values()].flatMap(entry => entry.types)];
    byPath = new Map(types.map(type => [`${type.group}/${type.version}/${type.plural}`, type]));
    byKind = new Map();
    for (const type of types) {
      byKind.set(`${type.group}/${type.version}/${type.kind}`, type);
      const key = `${type.group}//${type.kind}`;
      if (!byKind.has(key)) byKind.set(key, type);
    }
  }

  return {
    find: (group, version, plural) => byPath.get(`${group}/${version}/${plural}`),
    ofKind: (group, version, kind) => byKind.get(`${group}/${version}/${kind}`),
    ofGroupKind: (group, kind) => byKind.get(`${group}//${kind}`),
    get types() {
      return types;
    },
    stored() {
      const seen = new Map<string, ResourceType>();
      for (const type of types) {
        if (type.verbs && !type.verbs.includes('list')) continue;
        if (!seen.has(collectionOf(type)) || type.storage) seen.set(collectionOf(type), type);
      }
      return [...seen.values()];
    },
    setCustom(crd, served, from) {
      if (from && served.length) custom.set(crd, { types: served, crd: from });
      else custom.delete(crd);
      index();
    },
    crdOf: type => (type.custom ? custom.get(qualifiedResource(type))?.crd : undefined),
  };
}

/** Where a resource's objects are kept: events of both groups are the same objects. */
export function collectionOf(type: ResourceType): string {
  return type.group === 'events.k8s.io' ? 'events' : qualifiedResource(type);
}

/** The type that an object is checked and stored as. */
export function writtenType({ catalog }: { catalog: Catalog }, type: ResourceType): ResourceType {
  return collectionOf(type) === 'events' ? catalog.find('', 'v1', 'events')! : type;
}
