import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../core/kubernetes/ref.ts';

/** Events by the object that they are about. */
export interface EventIndex {
  set(event: KubernetesObject): void;
  delete(ref: ObjectRef): void;
  of(ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): Iterable<KubernetesObject>;
  in(namespace: string): KubernetesObject[];
}

const none: readonly KubernetesObject[] = [];

export function createEventIndex(): EventIndex {
  const byObject = new Map<string, Map<string, KubernetesObject>>();
  /** Under which object an event is kept: it may be told to go by its own name alone. */
  const places = new Map<string, string>();

  function remove(key: string): void {
    const place = places.get(key) ?? '';
    const events = byObject.get(place);
    if (events?.delete(key) && events.size === 0) byObject.delete(place);
    places.delete(key);
  }

  return {
    set(event) {
      const key = refKey(toRef(event));
      remove(key);
      const { kind, namespace, name } = record(event.involvedObject);
      const place = `${text(kind)}/${text(namespace) ?? ''}/${text(name)}`;
      places.set(key, place);
      byObject.set(place, (byObject.get(place) ?? new Map()).set(key, event));
    },
    delete: ref => remove(refKey(ref)),
    of: ({ kind, namespace, name }) =>
      byObject.get(`${kind}/${namespace}/${name}`)?.values() ?? none,
    in: namespace =>
      [...byObject.values()]
        .flatMap(events => [...events.values()])
        .filter(event => event.metadata.namespace === namespace),
  };
}
