import { inventoryOf } from '../../../../core/flux/inventory.ts';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../../../core/kubernetes/ref.ts';
import { objectPath } from '../../../parts/objectPath.ts';
import { eventsQuery } from './eventFacet.ts';

/**
 * The way to the events of what a cause is about, on the page of whom it concerns: narrowed to the broken object where
 * that page has them.
 */
export function eventsPath(
  cluster: string,
  owner: KubernetesObject,
  { object, workload }: { object: ObjectRef; workload?: ObjectRef }
): string | undefined {
  const own = toRef(owner);
  const path = objectPath(cluster, own);
  if (!path) return undefined;
  const broken = workload ?? object;
  if (refKey(broken) === refKey(own)) return `${path}?${eventsQuery('own')}`;
  const isApplied = inventoryOf(owner).some(entry => refKey(entry) === refKey(broken));
  return `${path}?${isApplied ? eventsQuery(broken) : 'tab=events'}`;
}
