import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Answer, Call } from './call.ts';
import { Failure, methodNotAllowed } from './failure.ts';
import { answerReview, isReview } from './reviews.ts';
import { actions, changeScale, getScale } from './subresources.ts';
import { create } from './verbs/create.ts';
import { patch } from './verbs/patch.ts';
import { patchEdit } from './verbs/patchEdit.ts';
import { get, list } from './verbs/read.ts';
import { remove, removeCollection } from './verbs/remove.ts';
import { update } from './verbs/update.ts';

const collectionVerbs: Record<string, (call: Call) => Answer | Promise<Answer>> = {
  list,
  create,
  deletecollection: removeCollection,
};
const objectVerbs: Record<string, (call: Call) => Answer | Promise<Answer>> = {
  get,
  update,
  patch,
  delete: remove,
};

const leftOut = new Set(['/pods/exec', '/pods/attach', '/pods/portforward']);

/** Answers everything but watches, logs and proxies. Undefined where the path names nothing that is served. */
export async function dispatch(call: Call): Promise<Answer | undefined> {
  const { type, at, verb } = call;
  const { subresource } = at;
  if (isReview(type)) {
    if (verb === 'create') return answerReview(call);
    throw notAllowed(call);
  }
  // Namespaces in a path without a name are the collection of all of them; other resources need theirs.
  if (type.namespaced && !at.namespace && verb === 'create') {
    throw methodNotAllowed('an empty namespace may not be set during creation');
  }
  if (!subresource) {
    const handler = (at.name && verb in objectVerbs ? objectVerbs : collectionVerbs)[verb];
    if (!handler) throw notAllowed(call);
    return handler(call);
  }
  const action = actions[`${type.group}/${type.plural}/${subresource} ${verb}`];
  if (action) return action(call);
  if (subresource === 'status' && type.subresources.status) {
    if (verb === 'get' || verb === 'update' || verb === 'patch') return objectVerbs[verb]!(call);
    throw notAllowed(call);
  }
  if (leftOut.has(`${type.group}/${type.plural}/${subresource}`)) {
    throw new Failure(501, 'NotImplemented', `${subresource} is left out of this API server`);
  }
  if (subresource === 'scale' && type.subresources.scale) return scale(call);
  return undefined;
}

async function scale(call: Call): Promise<Answer> {
  if (call.verb === 'get') return getScale(call);
  const body = await call.body();
  if (call.verb === 'update') return changeScale(call, () => body);
  if (call.verb === 'patch')
    return changeScale(call, patchEdit(call.headers, body) as (scale: KubernetesObject) => unknown);
  throw notAllowed(call);
}

function notAllowed({ verb }: Call) {
  return methodNotAllowed(
    `the server does not allow this method on the requested resource (${verb})`
  );
}
