import { applierOf } from '../flux/applier.ts';
import { inventoryOf } from '../flux/inventory.ts';
import { fluxKindOf, fluxKinds } from '../flux/kinds.ts';
import { health } from '../kubernetes/health.ts';
import { type KubernetesObject, record } from '../kubernetes/object.ts';
import { groupOf, toRef } from '../kubernetes/ref.ts';
import { unhealthyIn } from './unhealthyIn.ts';

/** A kind, whatever its version: each transport asks its own discovery for that and for the plural. */
export interface ReadKind {
  group: string;
  kind: string;
}

/** Objects to read in all namespaces; without a selector, all there are. */
export interface AppliedRead {
  kind: ReadKind;
  labelSelector?: string;
  /** There are few: whoever can do with one request for them does. */
  isShort?: true;
}

/** What makes Secrets, and what it makes them from: whoever applied the first may not have applied the other. */
const makers: Readonly<Record<string, readonly string[]>> = {
  'external-secrets.io/ExternalSecret': ['SecretStore', 'ClusterSecretStore'],
  'external-secrets.io/SecretStore': [],
  'external-secrets.io/ClusterSecretStore': [],
  'cert-manager.io/Certificate': ['Issuer', 'ClusterIssuer'],
  'cert-manager.io/Issuer': [],
  'cert-manager.io/ClusterIssuer': [],
  'bitnami.com/SealedSecret': [],
};

/** A Secret is as healthy as it will ever be, and its values are nobody's business. */
const neverRead = new Set(['/Secret', '/ConfigMap']);

/**
 * What Kustomizations and HelmReleases applied, by the kinds of their inventories and the labels that they set. What
 * went to another cluster is not looked for in this one.
 */
export function appliedReads(appliers: Iterable<KubernetesObject>): AppliedRead[] {
  const reads = new Map<string, AppliedRead>();
  const add = (group: string, kind: string, labelSelector?: string) => {
    reads.set(`${group}/${kind}/${labelSelector ?? ''}`, {
      kind: { group, kind },
      ...(labelSelector ? { labelSelector } : {}),
    });
  };
  for (const applier of appliers) {
    const flux = fluxKindOf(toRef(applier).group, applier.kind);
    if (!flux || record(applier.spec).kubeConfig !== undefined) continue;
    for (const { group, kind } of inventoryOf(applier)) {
      const key = `${group}/${kind}`;
      const sources = makers[key];
      if (neverRead.has(key) || fluxKindOf(group, kind)) continue;
      if (!sources) add(group, kind, `${flux.group}/name`);
      else for (const each of [kind, ...sources]) add(group, each);
    }
  }
  return [...reads.values()];
}

/** Kinds below workloads, which only matter where one is not healthy. */
const below: readonly ReadKind[] = [
  { group: 'apps', kind: 'ReplicaSet' },
  { group: '', kind: 'Pod' },
  { group: '', kind: 'PersistentVolumeClaim' },
];

/**
 * What lies below whatever Flux applied, or runs on, and is not healthy, and below what it waits for in vain and may not
 * have applied: the Job of a hook. `now` in milliseconds.
 */
export function belowReads(
  objects: Iterable<KubernetesObject>,
  now: number
): { kind: ReadKind; namespace: string; isShort: true }[] {
  const namespaces = new Set<string>();
  for (const object of objects) {
    const { namespace } = object.metadata;
    const ref = toRef(object);
    if (fluxKindOf(ref.group, ref.kind)) {
      for (const { said } of unhealthyIn(object)) {
        const [kind, place, name] = said.split('/');
        const isFlux = fluxKinds.some(each => each.kind === kind);
        if (place && name && !isFlux) namespaces.add(place);
      }
      continue;
    }
    if (!namespace || namespaces.has(namespace)) continue;
    const isWatched = applierOf(object) !== undefined || isController(object);
    if (!isWatched) continue;
    if (health(object, now).status !== 'Current') namespaces.add(namespace);
  }
  return [...namespaces]
    .sort()
    .flatMap(namespace => below.map(kind => ({ kind, namespace, isShort: true as const })));
}

const partOf = 'app.kubernetes.io/part-of';
const partOfFlux = `${partOf} in (flux,lumen)`;

/** Flux's controllers, wherever they are, shards too; and Lumen's sidecar, which stands in for them. */
export const controllerReads: readonly AppliedRead[] = [
  { kind: { group: 'apps', kind: 'Deployment' }, labelSelector: partOfFlux, isShort: true },
  { kind: { group: '', kind: 'Pod' }, labelSelector: partOfFlux, isShort: true },
];

/**
 * Their Leases carry no label: all in the namespaces of the controllers, and none of the nodes' own. Who may view
 * everything else may not view them: a list says so in order.
 */
export function leaseReads(
  objects: Iterable<KubernetesObject>
): { kind: ReadKind; namespace: string }[] {
  const namespaces = new Set<string>();
  for (const object of objects) {
    if (isController(object)) namespaces.add(object.metadata.namespace ?? '');
  }
  const kind = { group: 'coordination.k8s.io', kind: 'Lease' };
  return [...namespaces].sort().map(namespace => ({ kind, namespace }));
}

/** Whether it runs a controller of Flux. */
export function isController({ apiVersion, kind, metadata }: KubernetesObject): boolean {
  const of = kind === 'Deployment' ? metadata.labels?.[partOf] : undefined;
  return (of === 'flux' || of === 'lumen') && groupOf(apiVersion) === 'apps';
}

/** Whether it tells how a controller of Flux is doing: a Pod of it, or a Lease. */
export function isPartOfController({ kind, metadata }: KubernetesObject): boolean {
  if (kind === 'Lease') return true;
  const of = kind === 'Pod' ? metadata.labels?.[partOf] : undefined;
  return of === 'flux' || of === 'lumen';
}
