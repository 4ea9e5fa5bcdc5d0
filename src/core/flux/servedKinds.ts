import { resourcesIn } from '../kubernetes/aggregatedDiscovery.ts';
import { list, record, text } from '../kubernetes/object.ts';
import { type FluxKind, type FluxKindName, fluxKinds } from './kinds.ts';

/** The resources that a cluster serves, as `group/version/plural`. */
export type ServedResources = ReadonlySet<string>;

/** Reads the aggregated discovery document (`APIGroupDiscoveryList`), undefined where the answer is not one. */
export function servedOfAggregated(body: unknown): ServedResources | undefined {
  if (record(body).kind !== 'APIGroupDiscoveryList') return undefined;
  const served = new Set<string>();
  for (const { group, version, plural } of resourcesIn(body)) {
    served.add(`${group}/${version}/${plural}`);
  }
  return served;
}

/** Which group versions an older server's `APIGroupList` offers to look into, of those that Flux has. */
export function fluxGroupVersions(body: unknown): string[] {
  const wanted = new Set(fluxKinds.map(kind => kind.group));
  return list(record(body).groups)
    .map(record)
    .filter(group => wanted.has(text(group.name) ?? ''))
    .flatMap(group => list(group.versions).map(version => text(record(version).groupVersion) ?? []))
    .flat();
}

/** Reads one group version's `APIResourceList`. */
export function servedOfGroupVersion(body: unknown): string[] {
  const { groupVersion, resources } = record(body);
  return list(resources).map(resource => `${text(groupVersion)}/${text(record(resource).name)}`);
}

/** The newest version that Lumen understands of each kind that is served. */
export function chooseVersions(served: ServedResources): Map<FluxKindName, string> {
  const chosen = new Map<FluxKindName, string>();
  for (const kind of fluxKinds) {
    const version = kind.versions.find(name => served.has(servedName(kind, name)));
    if (version) chosen.set(kind.kind, version);
  }
  return chosen;
}

function servedName(kind: FluxKind, version: string): string {
  return `${kind.group}/${version}/${kind.plural}`;
}
