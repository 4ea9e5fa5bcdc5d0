import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { type Api, timestamp } from '../api.ts';
import { type Answer, type Call, writeOptionsOf } from '../call.ts';
import { collectionOf } from '../catalog.ts';
import { badRequest, conflict, forbidden } from '../failure.ts';
import { cleanup } from '../kindDefaults.ts';
import { apiVersionOf, qualifiedResource, type ResourceType } from '../schema/resourceType.ts';
import { selectionOf } from '../selection.ts';
import type { Stored } from '../stored.ts';
import { asView } from '../view.ts';
import { find } from './update.ts';

export interface DeleteOptions {
  propagationPolicy: 'Background' | 'Foreground' | 'Orphan';
  gracePeriodSeconds?: number;
  dryRun: boolean;
  uid?: string;
  resourceVersion?: string;
}

/** Kinds whose DELETE answers with the object; the others answer with a Status. */
const answeredWithObject = new Set([
  'pods',
  'services',
  'persistentvolumeclaims',
  'persistentvolumes',
  'serviceaccounts',
  'podtemplates',
]);

const permanent = new Set(['default', 'kube-system', 'kube-public']);

export async function remove(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const options = await deleteOptionsOf(call);
  const old = find(api, type, at.namespace, at.name);
  if (qualifiedResource(type) === 'namespaces' && permanent.has(at.name)) {
    throw forbidden(type, at.name, 'this namespace may not be deleted');
  }
  const { stored, gone } = deleteObject(api, type, old, options);
  if (!gone || answeredWithObject.has(qualifiedResource(type))) {
    return { code: 200, body: asView(stored, type) };
  }
  const { name, uid } = stored.object.metadata;
  const details = { name, ...(type.group && { group: type.group }), kind: type.plural, uid };
  return {
    code: 200,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details },
  };
}

export async function removeCollection(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const options = await deleteOptionsOf(call);
  const { matches } = selectionOf(call);
  const found = api.store.collection(collectionOf(type)).list(at.namespace);
  const items = found
    .filter(({ object }) => matches(object))
    .map(stored => asView(deleteObject(api, type, stored, options).stored, type));
  return {
    code: 200,
    body: {
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: { resourceVersion: String(api.store.revision) },
      items,
    },
  };
}

async function deleteOptionsOf(call: Call): Promise<DeleteOptions> {
  const { query, type } = call;
  const body = record(await call.body());
  const preconditions = record(body.preconditions);
  const policy = body.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  const orphan = body.orphanDependents ?? (query.get('orphanDependents') === 'true' || undefined);
  const byDefault =
    orphan === true || qualifiedResource(type) === 'jobs.batch' ? 'Orphan' : 'Background';
  if (policy === undefined && orphan === undefined && byDefault === 'Orphan') {
    call.warn(
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'
    );
  }
  const propagationPolicy = policy ?? byDefault;
  if (
    propagationPolicy !== 'Background' &&
    propagationPolicy !== 'Foreground' &&
    propagationPolicy !== 'Orphan'
  ) {
    throw badRequest(
      `propagationPolicy: Unsupported value: "${String(
        propagationPolicy
      )}": supported values: "Background", "Foreground", "Orphan"`
    );
  }
  const seconds = body.gracePeriodSeconds ?? query.get('gracePeriodSeconds') ?? undefined;
  if (seconds !== undefined && !Number.isInteger(Number(seconds))) {
    throw badRequest(`gracePeriodSeconds: Invalid value: "${String(seconds)}"`);
  }
  const { uid, resourceVersion } = preconditions;
  const dryRun = Array.isArray(body.dryRun) && body.dryRun.includes('All');
  return {
    propagationPolicy,
    gracePeriodSeconds: seconds === undefined ? undefined : Number(seconds),
    dryRun: dryRun || writeOptionsOf(call).dryRun,
    uid: typeof uid === 'string' ? uid : undefined,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : undefined,
  };
}

/** Deletes at once, or marks the object as going where a finalizer or a grace period holds it. */
export function deleteObject(
  api: Api,
  type: ResourceType,
  old: Stored,
  options: DeleteOptions
): { stored: Stored; gone: boolean } {
  const { metadata } = old.object;
  for (const field of ['uid', 'resourceVersion'] as const) {
    const wanted = options[field];
    if (wanted === undefined || wanted === metadata[field]) continue;
    const what = field === 'uid' ? 'UID' : 'ResourceVersion';
    throw conflict(
      type,
      metadata.name,
      `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${metadata[field]}`
    );
  }
  const collection = api.store.collection(collectionOf(type));
  const finalizers = new Set(metadata.finalizers);
  if (type.kind === 'CustomResourceDefinition') finalizers.add(cleanup);
  if (options.propagationPolicy === 'Foreground') finalizers.add('foregroundDeletion');
  if (options.propagationPolicy === 'Orphan') finalizers.add('orphan');
  const held = heldBy(old.object, type);
  const grace = graceOf(old.object, type, options);
  if (finalizers.size === 0 && !held && grace === 0) {
    if (options.dryRun) return { stored: old, gone: true };
    return { stored: collection.remove(old.key)!, gone: true };
  }
  const before = metadata as { deletionGracePeriodSeconds?: number };
  const isGoing = metadata.deletionTimestamp !== undefined;
  const isShorter = grace < (before.deletionGracePeriodSeconds ?? 0);
  if (isGoing && !isShorter && finalizers.size === (metadata.finalizers?.length ?? 0)) {
    return { stored: old, gone: false };
  }
  const next: KubernetesObject = {
    ...old.object,
    metadata: {
      ...metadata,
      deletionTimestamp:
        isGoing && !isShorter
          ? metadata.deletionTimestamp
          : timestamp(new Date(api.now().getTime() + grace * 1000)),
      deletionGracePeriodSeconds: isGoing && !isShorter ? before.deletionGracePeriodSeconds : grace,
      ...(metadata.generation !== undefined && {
        generation: metadata.generation + (isGoing ? 0 : 1),
      }),
      ...(finalizers.size > 0 && { finalizers: [...finalizers] }),
    } as KubernetesObject['metadata'],
    ...(held && { status: { ...record(old.object.status), phase: 'Terminating' } }),
  };
  if (options.dryRun) return { stored: { ...old, object: next }, gone: false };
  return { stored: collection.put(next), gone: false };
}

/** A namespace stays until its content is gone. */
function heldBy(object: KubernetesObject, type: ResourceType): boolean {
  return (
    qualifiedResource(type) === 'namespaces' &&
    Array.isArray(object.spec?.finalizers) &&
    object.spec.finalizers.length > 0
  );
}

/** A pod on a node is given time to stop; its kubelet ends it by a second DELETE. */
function graceOf(object: KubernetesObject, type: ResourceType, options: DeleteOptions): number {
  if (qualifiedResource(type) !== 'pods') return 0;
  const { nodeName, terminationGracePeriodSeconds } = record(object.spec);
  const { phase } = record(object.status);
  if (!nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  return options.gracePeriodSeconds ?? Number(terminationGracePeriodSeconds ?? 30);
}
