import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { toObject } from '../admission.ts';
import { timestamp } from '../api.ts';
import { ApplyError } from '../apply/applyError.ts';
import { conflictMessage } from '../apply/conflicts.ts';
import { serverSideApply } from '../apply/serverSideApply.ts';
import { authorize } from '../authorize.ts';
import { type Answer, type Call, writeOptionsOf } from '../call.ts';
import { collectionOf, writtenType } from '../catalog.ts';
import { badRequest, Failure, invalid } from '../failure.ts';
import { keyOf, type Stored } from '../stored.ts';
import { asView } from '../view.ts';
import { createObject } from './create.ts';
import { contentTypeOf, patchEdit } from './patchEdit.ts';
import { find, updateObject } from './update.ts';

export async function patch(call: Call): Promise<Answer> {
  const body = await call.body();
  if (contentTypeOf(call.headers) === 'application/apply-patch+yaml') return apply(call, body);
  return change(call, patchEdit(call.headers, body));
}

/** Patches what is there now: no other write can come between. */
function change(call: Call, edit: (object: KubernetesObject) => unknown): Answer {
  const { api, type, at } = call;
  const old = find(api, type, at.namespace, at.name);
  const live = asView(old, type);
  const next = toObject(edit(live), type, at.namespace);
  if (next.metadata.name !== at.name) throw badRequest('the name of the object may not be changed');
  const options = { ...writeOptionsOf(call), subresource: at.subresource };
  const stored = updateObject(api, writtenType(api, type), old, next, options);
  return { code: 200, body: asView(stored, type) };
}

function apply(call: Call, body: unknown): Answer {
  const { api, type, at, query } = call;
  const manager = query.get('fieldManager') ?? '';
  if (!manager) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: is required for apply patch',
        field: 'fieldManager',
      },
    ]);
  }
  const { apiVersion, kind } = record(body);
  if (!apiVersion || !kind) throw badRequest('apiVersion and kind must be set in an apply patch');
  const applied = toObject(body, type, at.namespace);
  applied.metadata.name ??= at.name;
  if (applied.metadata.name !== at.name) {
    throw badRequest(
      `the name of the object (${applied.metadata.name}) does not match the name on the URL (${at.name})`
    );
  }
  const options = { ...writeOptionsOf(call), subresource: at.subresource, tracked: true };
  const stored = api.store.collection(collectionOf(type)).get(keyOf(at.namespace, at.name));
  const next = applyTo(call, stored, applied, manager);
  const written = writtenType(api, type);
  if (stored) {
    return { code: 200, body: asView(updateObject(api, written, stored, next, options), type) };
  }
  if (at.subresource || applied.metadata.uid) find(api, type, at.namespace, at.name);
  authorize(api, call.user, { verb: 'create', path: '', resource: at });
  return { code: 201, body: asView(createObject(api, written, next, options), type) };
}

function applyTo(
  call: Call,
  stored: Stored | undefined,
  applied: KubernetesObject,
  manager: string
): KubernetesObject {
  const { api, type, at, query } = call;
  try {
    const result = serverSideApply({
      live: stored && asView(stored, writtenType(api, type)),
      applied,
      type: writtenType(api, type),
      manager,
      force: query.get('force') === 'true',
      time: timestamp(api.now()),
      subresource: at.subresource,
    });
    if ('object' in result) return result.object;
    throw new Failure(409, 'Conflict', conflictMessage(result.conflicts), {
      causes: result.conflicts.map(({ message, field }) => ({
        reason: 'FieldManagerConflict',
        message,
        field,
      })),
    });
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    const reason = error.status === 400 ? 'BadRequest' : '';
    throw new Failure(error.status, reason, error.message);
  }
}
