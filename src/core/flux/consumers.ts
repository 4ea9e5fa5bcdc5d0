import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
import { sourceOf } from './sourceOf.ts';

/** Who takes content from each source, by the source's refKey. */
export function consumersBySource(
  objects: Iterable<KubernetesObject>
): ReadonlyMap<string, readonly ObjectRef[]> {
  const consumers = new Map<string, ObjectRef[]>();
  for (const object of objects) {
    const source = sourceOf(object);
    if (!source) continue;
    const key = refKey(source);
    const others = consumers.get(key);
    if (others) others.push(toRef(object));
    else consumers.set(key, [toRef(object)]);
  }
  return consumers;
}
