import { parseInventoryId, toInventoryId } from '../flux/inventory.ts';
import { type ObjectRef, refKey } from '../kubernetes/ref.ts';

/** What Flux names outside of the cluster. */
export type ExternalKind = 'git' | 'oci' | 'bucket' | 'charts' | 'image';

/** Stable, and the same for whoever names the object, at whatever version. */
export function objectId(ref: ObjectRef): string {
  return refKey(ref);
}

/** The object that a node's id names. */
export function refAt(id: string): ObjectRef {
  const [group = '', kind = '', namespace = '', ...name] = id.split('/');
  return { group, kind, namespace, name: name.join('/') };
}

/** How an inventory names the object. */
export function inventoryIdAt(id: string): string {
  return toInventoryId(refAt(id));
}

/** The object that an inventory names; it must be one of `appliedIds`. */
export function idOfApplied(inventoryId: string): string {
  const ref = parseInventoryId(inventoryId);
  if (!ref) throw new Error(`${inventoryId} is no id of an inventory`);
  return objectId(ref);
}

/** No group of Kubernetes has a colon: it is never an object's id. */
export function externalId(kind: ExternalKind, address: string): string {
  return `${kind}:${address}`;
}
