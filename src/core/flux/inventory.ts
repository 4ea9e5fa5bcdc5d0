import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef } from '../kubernetes/ref.ts';
import { fluxKindOf } from './kinds.ts';

/** One object that a Kustomization or HelmRelease applied, as its `status.inventory` names it. */
export interface InventoryEntry extends ObjectRef {
  version: string;
}

const rbac = 'rbac.authorization.k8s.io';
const rbacKinds = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** `<namespace>_<name>_<group>_<kind>`; in RBAC names `:` is written `__`. Undefined where the id is malformed. */
export function parseInventoryId(id: string): ObjectRef | undefined {
  const first = id.indexOf('_');
  const last = id.lastIndexOf('_');
  const middle = id.lastIndexOf('_', last - 1);
  if (first < 0 || middle <= first) return undefined;
  const [group, kind] = [id.slice(middle + 1, last), id.slice(last + 1)];
  const name = id.slice(first + 1, middle);
  return {
    group,
    kind,
    namespace: id.slice(0, first),
    name: group === rbac && rbacKinds.has(kind) ? name.replaceAll('__', ':') : name,
  };
}

export function toInventoryId(ref: ObjectRef): string {
  const isRbac = ref.group === rbac && rbacKinds.has(ref.kind);
  const name = isRbac ? ref.name.replaceAll(':', '__') : ref.name;
  return `${ref.namespace}_${name}_${ref.group}_${ref.kind}`;
}

/** Whether `parseInventoryId` reads it. */
function isInventoryId(id: string): boolean {
  return id.lastIndexOf('_', id.lastIndexOf('_') - 1) > id.indexOf('_');
}

/** Kustomizations and HelmReleases have an inventory. */
export function isApplier({ apiVersion, kind }: KubernetesObject): boolean {
  return (
    (kind === 'Kustomization' || kind === 'HelmRelease') &&
    fluxKindOf(groupOf(apiVersion), kind) !== undefined
  );
}

/**
 * What the object put into this cluster: ids as `toInventoryId` writes them, each once, malformed ones left out. What
 * went to another cluster is nothing in this one, whatever its name.
 */
export function appliedIds(object: KubernetesObject): readonly string[] {
  if (!isApplier(object) || record(object.spec).kubeConfig !== undefined) return none;
  const ids = new Set<string>();
  for (const entry of list(record(object.status?.inventory).entries)) {
    const { id } = record(entry);
    if (typeof id !== 'string' || !isInventoryId(id)) continue;
    // Only names of RBAC may be written in two ways.
    const ref = id.includes(rbac) ? parseInventoryId(id) : undefined;
    ids.add(ref ? toInventoryId(ref) : id);
  }
  return [...ids];
}

const none: readonly string[] = [];

/** What the object applied, in the order of its status; malformed entries are left out. */
export function inventoryOf(object: KubernetesObject): InventoryEntry[] {
  const entries: InventoryEntry[] = [];
  for (const entry of list(record(record(object.status).inventory).entries)) {
    const { id, v } = record(entry);
    const ref = typeof id === 'string' ? parseInventoryId(id) : undefined;
    if (ref) entries.push({ ...ref, version: text(v) ?? '' });
  }
  return entries;
}
