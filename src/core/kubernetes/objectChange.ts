import type { KubernetesObject } from './object.ts';

/** One object came, changed or went. A recreated object (same name, other uid) is two changes. */
export type ObjectChange =
  | { type: 'added'; object: KubernetesObject; old?: undefined }
  | { type: 'modified'; object: KubernetesObject; old: KubernetesObject }
  | { type: 'deleted'; object: KubernetesObject; old?: undefined };

/** The objects of one collection by `collectionKey`. */
export type Collection = ReadonlyMap<string, KubernetesObject>;

/** Names an object within its collection. */
export function collectionKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

export function keyOf(object: KubernetesObject): string {
  return collectionKey(object.metadata.namespace, object.metadata.name);
}

/** Whether two readings are of one state of one object: the older one is kept, so that nothing downstream sees news. */
function isSameReading(a: KubernetesObject, b: KubernetesObject): boolean {
  return (
    a.metadata.uid === b.metadata.uid &&
    a.metadata.resourceVersion !== undefined &&
    a.metadata.resourceVersion === b.metadata.resourceVersion
  );
}

/** What reading `object` means for what is held: nothing where it is known already. */
export function changesOfReading(
  held: KubernetesObject | undefined,
  object: KubernetesObject
): ObjectChange[] {
  if (!held) return [{ type: 'added', object }];
  if (isSameReading(held, object)) return [];
  if (held.metadata.uid !== object.metadata.uid) {
    return [
      { type: 'deleted', object: held },
      { type: 'added', object },
    ];
  }
  return [{ type: 'modified', object, old: held }];
}

export function applyChange(objects: Map<string, KubernetesObject>, change: ObjectChange): void {
  if (change.type === 'deleted') objects.delete(keyOf(change.object));
  else objects.set(keyOf(change.object), change.object);
}
