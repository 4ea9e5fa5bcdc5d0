import type { KubernetesObject, OwnerReference } from '../../core/kubernetes/object.ts';
import { groupOf, versionOf } from '../../core/kubernetes/ref.ts';
import type { Api } from './api.ts';
import { later } from './background.ts';
import { collectionOf } from './catalog.ts';
import { createDependents, type Place } from './dependents.ts';
import { foreground, orphan, removeFinalizer } from './finalizers.ts';
import type { ResourceType } from './schema/resourceType.ts';
import { keyOf, type Stored } from './stored.ts';
import { deleteObject } from './verbs/remove.ts';

/** Deletes what has lost its owners, and keeps the promises of foreground and orphaning deletions. */
export function startGarbageCollector(api: Api): () => void {
  const { store } = api;
  const dependents = createDependents(store);
  const queue = new Map<string, Place>();
  let isScheduled = false;

  function schedule(place: Place): void {
    queue.set(`${place.resource} ${place.key}`, place);
    if (isScheduled) return;
    isScheduled = true;
    later(api, work);
  }

  function work(): void {
    isScheduled = false;
    const places = [...queue.values()];
    queue.clear();
    for (const place of places) {
      const stored = store.collection(place.resource).get(place.key);
      if (!stored) continue;
      const { finalizers, deletionTimestamp } = stored.object.metadata;
      if (deletionTimestamp && finalizers?.includes(orphan)) letGo(place, stored);
      else if (deletionTimestamp && finalizers?.includes(foreground)) deleteBelow(place, stored);
      else collect(place, stored);
    }
  }

  /** Deletes an object none of whose owners is there any more. */
  function collect(place: Place, stored: Stored): void {
    const { ownerReferences = [], finalizers, deletionTimestamp } = stored.object.metadata;
    if (ownerReferences.length === 0 || deletionTimestamp) return;
    const states = ownerReferences.map(owner => ownerState(stored.object, owner));
    const lost = ownerReferences.filter((_, index) => states[index] === 'absent');
    const going = ownerReferences.filter((_, index) => states[index] === 'waiting');
    if (lost.length + going.length === 0) return;
    if (states.includes('present')) {
      withoutOwners(place, stored, new Set([...lost, ...going].map(owner => owner.uid)));
      return;
    }
    const type = typeOf(stored.object);
    if (!type) return;
    const uid = stored.object.metadata.uid ?? '';
    const isForeground =
      finalizers?.includes(foreground) || (going.length > 0 && dependents.of(uid).length > 0);
    deleteObject(api, type, stored, {
      propagationPolicy: isForeground ? 'Foreground' : 'Background',
      dryRun: false,
    });
  }

  /** The dependents go first; those that block the owner hold it until they are gone. */
  function deleteBelow({ resource }: Place, owner: Stored): void {
    const uid = owner.object.metadata.uid ?? '';
    let isBlocked = false;
    for (const place of dependents.of(uid)) {
      const stored = store.collection(place.resource).get(place.key)!;
      const reference = stored.object.metadata.ownerReferences?.find(entry => entry.uid === uid);
      if (reference?.blockOwnerDeletion) isBlocked = true;
      collect(place, stored);
    }
    const isLeft = dependents.of(uid).some(place =>
      store
        .collection(place.resource)
        .get(place.key)!
        .object.metadata.ownerReferences?.some(
          entry => entry.uid === uid && entry.blockOwnerDeletion
        )
    );
    if (isBlocked && isLeft) return;
    const current = store.collection(resource).get(owner.key);
    if (current) removeFinalizer(store.collection(resource), current, foreground);
  }

  function letGo({ resource }: Place, owner: Stored): void {
    const uid = owner.object.metadata.uid ?? '';
    for (const place of dependents.of(uid)) {
      withoutOwners(place, store.collection(place.resource).get(place.key)!, new Set([uid]));
    }
    const current = store.collection(resource).get(owner.key);
    if (current) removeFinalizer(store.collection(resource), current, orphan);
  }

  function withoutOwners(place: Place, { object }: Stored, uids: ReadonlySet<string>): void {
    const { ownerReferences = [], ...metadata } = object.metadata;
    const left = ownerReferences.filter(owner => !uids.has(owner.uid));
    store.collection(place.resource).put({
      ...object,
      metadata: left.length ? { ...metadata, ownerReferences: left } : metadata,
    });
  }

  /** An owner of a kind that is not served cannot be looked up: nothing is deleted on its account. */
  function ownerState(
    dependent: KubernetesObject,
    owner: OwnerReference
  ): 'present' | 'absent' | 'waiting' | 'unknown' {
    const type = api.catalog.ofGroupKind(groupOf(owner.apiVersion), owner.kind);
    if (!type) return 'unknown';
    const namespace = dependent.metadata.namespace ?? '';
    if (type.namespaced && !namespace) return 'unknown';
    const key = keyOf(type.namespaced ? namespace : '', owner.name);
    const found = store.collection(collectionOf(type)).get(key);
    if (found?.object.metadata.uid !== owner.uid) return 'absent';
    const { deletionTimestamp, finalizers } = found.object.metadata;
    return deletionTimestamp && finalizers?.includes(foreground) ? 'waiting' : 'present';
  }

  function typeOf({ apiVersion, kind }: KubernetesObject): ResourceType | undefined {
    return api.catalog.ofKind(groupOf(apiVersion), versionOf(apiVersion), kind);
  }

  return store.onChange((resource, change) => {
    dependents.track(resource, change);
    const { metadata } = change.now.object;
    if (change.type !== 'DELETED') {
      if (metadata.ownerReferences?.length || metadata.deletionTimestamp) {
        schedule({ resource, key: change.now.key });
      }
      return;
    }
    dependents.of(metadata.uid ?? '').forEach(schedule);
    for (const owner of metadata.ownerReferences ?? []) {
      const type = api.catalog.ofGroupKind(groupOf(owner.apiVersion), owner.kind);
      const namespace = type?.namespaced ? metadata.namespace ?? '' : '';
      if (type) schedule({ resource: collectionOf(type), key: keyOf(namespace, owner.name) });
    }
  });
}
