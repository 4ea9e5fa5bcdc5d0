import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Store } from './store.ts';
import type { Change } from './stored.ts';

/** One object by where it is kept. */
export interface Place {
  /** `deployments.apps` */
  resource: string;
  key: string;
}

/** Who names whom as its owner, kept while the store changes. */
export interface Dependents {
  of(uid: string): Place[];
  track(resource: string, change: Change): void;
}

export function createDependents(store: Store): Dependents {
  const byOwner = new Map<string, Map<string, Place>>();

  function add(place: Place, uid: string): void {
    let places = byOwner.get(uid);
    if (!places) byOwner.set(uid, (places = new Map()));
    places.set(`${place.resource} ${place.key}`, place);
  }

  function drop(place: Place, uid: string): void {
    const places = byOwner.get(uid);
    places?.delete(`${place.resource} ${place.key}`);
    if (places?.size === 0) byOwner.delete(uid);
  }

  return {
    of: uid =>
      [...(byOwner.get(uid)?.values() ?? [])].filter(({ resource, key }) =>
        store.collection(resource).get(key)
      ),
    track(resource, { type, now, before }) {
      const place = { resource, key: now.key };
      const old = new Set(ownersOf(before?.object));
      const current = new Set(type === 'DELETED' ? [] : ownersOf(now.object));
      for (const uid of old) if (!current.has(uid)) drop(place, uid);
      for (const uid of current) if (!old.has(uid)) add(place, uid);
    },
  };
}

function ownersOf(object: KubernetesObject | undefined): string[] {
  return (object?.metadata.ownerReferences ?? []).map(owner => owner.uid);
}
