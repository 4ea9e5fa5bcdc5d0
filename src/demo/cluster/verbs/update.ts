import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, ObjectMeta } from '../../../core/kubernetes/object.ts';
import { admitObject, toObject } from '../admission.ts';
import { type Api, timestamp } from '../api.ts';
import { trackUpdate } from '../apply/trackUpdate.ts';
import { type Answer, type Call, type WriteOptions, writeOptionsOf } from '../call.ts';
import { collectionOf, writtenType } from '../catalog.ts';
import { badRequest, conflict, invalid, modifiedMeanwhile, notFound } from '../failure.ts';
import { isFinished } from '../finalizers.ts';
import { prepareKind } from '../kindDefaults.ts';
import type { ResourceType } from '../schema/resourceType.ts';
import { keyOf, type Stored } from '../stored.ts';
import { asView } from '../view.ts';
import { hasGeneration } from './create.ts';

export async function update(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const object = toObject(await call.body(), type, at.namespace);
  const { name } = object.metadata;
  if (name !== at.name) {
    throw badRequest(
      `the name of the object (${name ?? ''}) does not match the name on the URL (${at.name})`
    );
  }
  const old = find(api, type, at.namespace, at.name);
  if (type.custom && !object.metadata.resourceVersion) {
    throw invalid(type, name, [
      {
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 0: must be specified for an update',
        field: 'metadata.resourceVersion',
      },
    ]);
  }
  const options = { ...writeOptionsOf(call), subresource: at.subresource };
  const stored = updateObject(api, writtenType(api, type), old, object, options);
  return { code: 200, body: asView(stored, type) };
}

export function find(api: Api, type: ResourceType, namespace: string, name: string): Stored {
  const stored = api.store.collection(collectionOf(type)).get(keyOf(namespace, name));
  if (!stored) throw notFound(type, name);
  return stored;
}

export interface UpdateOptions extends WriteOptions {
  subresource?: string;
  /** What the managers are told to have written through, where that is no subresource with fields of its own. */
  through?: 'scale';
  /** Set where the object's managers are known already: by a server-side apply. */
  tracked?: boolean;
}

/** Writes the next state over the old one; the old one comes back where nothing changes. */
export function updateObject(
  api: Api,
  type: ResourceType,
  old: Stored,
  input: KubernetesObject,
  options: UpdateOptions
): Stored {
  checkPreconditions(input.metadata, old, type);
  const live = asView(old, type);
  const merged = options.subresource
    ? withStatusOnly(live, input)
    : { ...input, metadata: nextMetadata(live.metadata, input.metadata) };
  if (!options.subresource && type.subresources.status) {
    if (live.status === undefined) delete merged.status;
    else merged.status = live.status;
  }
  const prepared = prepareKind(merged, type, api, live);
  const admitted = admitObject(prepared, type, options, live);
  checkFinalizers(live, admitted, type);
  const tracked = options.tracked
    ? admitted
    : trackUpdate({
        live,
        updated: admitted,
        type,
        manager: options.manager,
        time: timestamp(api.now()),
        subresource: options.subresource ?? options.through,
      });
  if (isSameState(live, tracked)) return old;
  const next = withGeneration(live, tracked, type, options.subresource);
  if (options.dryRun) return { key: old.key, revision: old.revision, object: next };
  const collection = api.store.collection(collectionOf(type));
  const stored = collection.put(next);
  return isFinished(next) ? collection.remove(stored.key)! : stored;
}

function checkPreconditions(sent: ObjectMeta, old: Stored, type: ResourceType): void {
  const { name, uid, resourceVersion } = old.object.metadata;
  if (sent.uid && sent.uid !== uid) {
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${sent.uid}, UID in object meta: ${uid}`
    );
  }
  if (
    sent.resourceVersion &&
    sent.resourceVersion !== '0' &&
    sent.resourceVersion !== resourceVersion
  ) {
    throw conflict(type, name, modifiedMeanwhile);
  }
}

/** The server's own metadata stays as it is, whatever a client sends. */
function nextMetadata(live: ObjectMeta, sent: ObjectMeta): ObjectMeta {
  const next: Record<string, unknown> = { ...sent };
  for (const field of [
    'name',
    'namespace',
    'generateName',
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
  ]) {
    const value = (live as unknown as Record<string, unknown>)[field];
    if (value === undefined) delete next[field];
    else next[field] = value;
  }
  delete next.selfLink;
  return next as unknown as ObjectMeta;
}

/** Through `status` nothing but the status changes, and who manages it. */
function withStatusOnly(live: KubernetesObject, sent: KubernetesObject): KubernetesObject {
  const { managedFields } = sent.metadata;
  const metadata = managedFields ? { ...live.metadata, managedFields } : live.metadata;
  const next = { ...live, metadata, status: sent.status };
  if (sent.status === undefined) delete next.status;
  return next;
}

function checkFinalizers(live: KubernetesObject, next: KubernetesObject, type: ResourceType): void {
  if (!live.metadata.deletionTimestamp) return;
  const known = new Set(live.metadata.finalizers);
  const added = (next.metadata.finalizers ?? []).filter(finalizer => !known.has(finalizer));
  if (added.length === 0) return;
  const list = added.map(finalizer => JSON.stringify(finalizer)).join(', ');
  throw invalid(type, live.metadata.name, [
    {
      reason: 'FieldValueForbidden',
      message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
      field: 'metadata.finalizers',
    },
  ]);
}

function isSameState(live: KubernetesObject, next: KubernetesObject): boolean {
  return live === next || isDeepStrictEqual(withoutTimes(live), withoutTimes(next));
}

/** A write that changes nothing but the time of an entry is no write. */
function withoutTimes(object: KubernetesObject): KubernetesObject {
  const managedFields = object.metadata.managedFields?.map(entry => ({ ...entry, time: '' }));
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

/** Counts changes of what a person wants: not of the metadata, and not of a status that has its own subresource. */
function withGeneration(
  live: KubernetesObject,
  next: KubernetesObject,
  type: ResourceType,
  subresource: string | undefined
): KubernetesObject {
  if (!hasGeneration(type) || subresource) return next;
  const wanted = ({ metadata: _, apiVersion: __, status, ...rest }: KubernetesObject) =>
    type.subresources.status ? rest : { ...rest, status };
  if (isDeepStrictEqual(wanted(live), wanted(next))) return next;
  const generation = (live.metadata.generation ?? 0) + 1;
  return { ...next, metadata: { ...next.metadata, generation } };
}
