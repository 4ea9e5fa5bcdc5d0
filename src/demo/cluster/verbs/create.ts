import { randomBytes, randomUUID } from 'node:crypto';
import type { KubernetesObject, ObjectMeta } from '../../../core/kubernetes/object.ts';
import { admitObject, checkNamespace, toObject } from '../admission.ts';
import { type Api, timestamp } from '../api.ts';
import { trackUpdate } from '../apply/trackUpdate.ts';
import { type Answer, type Call, type WriteOptions, writeOptionsOf } from '../call.ts';
import { collectionOf, writtenType } from '../catalog.ts';
import { alreadyExists, badRequest, invalid } from '../failure.ts';
import { prepareKind, withoutAllocated } from '../kindDefaults.ts';
import type { ResourceType } from '../schema/resourceType.ts';
import { keyOf, type Stored } from '../stored.ts';
import { asView } from '../view.ts';

export async function create(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const object = toObject(await call.body(), type, at.namespace);
  const stored = createObject(api, writtenType(api, type), object, writeOptionsOf(call));
  return { code: 201, body: asView(stored, type) };
}

interface CreateOptions extends WriteOptions {
  /** Set where the object's managers are known already: by a server-side apply. */
  tracked?: boolean;
}

/** Creates the object, or only says what would come of it. */
export function createObject(
  api: Api,
  type: ResourceType,
  input: KubernetesObject,
  options: CreateOptions
): Stored {
  const metadata = newMetadata(input.metadata, type, api);
  const { name, namespace = '' } = metadata;
  checkNamespace(api, type, namespace, name);
  const collection = api.store.collection(collectionOf(type));
  const key = keyOf(namespace, name);
  if (collection.get(key)) throw alreadyExists(type, name);
  const object = { ...input, metadata };
  if (type.subresources.status) delete object.status;
  const admitted = admitObject(prepareKind(object, type, api), type, options);
  const tracked = options.tracked
    ? admitted
    : { ...admitted, metadata: trackedMetadata(api, type, admitted, input, options.manager) };
  if (options.dryRun) return { key, revision: 0, object: tracked };
  return collection.put(tracked);
}

function trackedMetadata(
  api: Api,
  type: ResourceType,
  admitted: KubernetesObject,
  sent: KubernetesObject,
  manager: string
): ObjectMeta {
  const updated = withoutAllocated(admitted, sent, type);
  const time = timestamp(api.now());
  return trackUpdate({ live: undefined, updated, type, manager, time }).metadata;
}

function newMetadata(sent: ObjectMeta, type: ResourceType, api: Api): ObjectMeta {
  if (sent.resourceVersion)
    throw badRequest('resourceVersion should not be set on objects to be created');
  const name = sent.name || (sent.generateName ? sent.generateName + suffix() : '');
  if (!name) {
    const field = 'metadata.name';
    const message = 'Required value: name or generateName is required';
    throw invalid(type, '', [{ reason: 'FieldValueRequired', message, field }]);
  }
  const metadata: ObjectMeta = { ...sent, name };
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete (metadata as { deletionGracePeriodSeconds?: number }).deletionGracePeriodSeconds;
  delete (metadata as { selfLink?: string }).selfLink;
  delete metadata.generation;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(api.now());
  if (hasGeneration(type)) metadata.generation = 1;
  return metadata;
}

export function hasGeneration(type: ResourceType): boolean {
  return type.hasGeneration ?? type.custom === true;
}

/** Five characters that make no word. */
function suffix(): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return [...randomBytes(5)].map(byte => letters[byte % letters.length]).join('');
}
