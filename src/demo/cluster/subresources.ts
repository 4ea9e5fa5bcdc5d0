import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import { timestamp } from './api.ts';
import { type Answer, type Call, writeOptionsOf } from './call.ts';
import { collectionOf } from './catalog.ts';
import { badRequest, conflict, invalid } from './failure.ts';
import { deleteObject } from './verbs/remove.ts';
import { find, updateObject } from './verbs/update.ts';
import { asView } from './view.ts';

/** Subresources that are a request of their own, by `GROUP/PLURAL/SUBRESOURCE` and verb. */
export const actions: Record<string, (call: Call) => Promise<Answer>> = {
  '/pods/binding create': bind,
  '/pods/eviction create': evict,
  '/serviceaccounts/token create': issueToken,
  '/namespaces/finalize update': finalize,
};

/** A scheduler's decision: the pod gets its node, once. */
async function bind(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const node = record(record(await call.body()).target).name;
  if (typeof node !== 'string' || !node) throw badRequest('target.name: Required value');
  const stored = find(api, type, at.namespace, at.name);
  const { spec, status } = stored.object;
  const assigned = record(spec).nodeName;
  if (assigned) {
    throw conflict(
      { group: '', plural: 'pods/binding' },
      at.name,
      `pod ${at.name} is already assigned to node "${String(assigned)}"`
    );
  }
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(api.now()),
  };
  const others = list(record(status).conditions).filter(
    entry => record(entry).type !== 'PodScheduled'
  );
  api.store.collection(collectionOf(type)).put({
    ...stored.object,
    spec: { ...spec, nodeName: node },
    status: { ...status, conditions: [...others, scheduled] },
  });
  return success(201);
}

async function evict(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const options = record(record(await call.body()).deleteOptions);
  const stored = find(api, type, at.namespace, at.name);
  const grace = options.gracePeriodSeconds;
  const { dryRun } = writeOptionsOf(call);
  deleteObject(api, type, stored, {
    propagationPolicy: 'Background',
    gracePeriodSeconds: typeof grace === 'number' ? grace : undefined,
    dryRun,
  });
  return success(201);
}

async function issueToken(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  find(api, type, at.namespace, at.name);
  const body = record(await call.body());
  const spec = record(body.spec);
  const seconds = spec.expirationSeconds ?? 3600;
  if (typeof seconds !== 'number' || seconds < 600) {
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, at.name, [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${String(
          seconds
        )}: may not specify a duration less than 10 minutes`,
        field: 'spec.expirationSeconds',
      },
    ]);
  }
  const expires = api.now().getTime() + seconds * 1000;
  return {
    code: 201,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: at.name, namespace: at.namespace, creationTimestamp: timestamp(api.now()) },
      spec: { audiences: ['https://kubernetes.default.svc'], ...spec, expirationSeconds: seconds },
      status: {
        token: api.users.issue(at.namespace, at.name, expires),
        expirationTimestamp: timestamp(new Date(expires)),
      },
    },
  };
}

/** Takes finalizers off a namespace's spec; the last one lets it go. */
async function finalize(call: Call): Promise<Answer> {
  const { api, type, at } = call;
  const stored = find(api, type, '', at.name);
  const finalizers = list(record(record(await call.body()).spec).finalizers);
  const namespaces = api.store.collection('namespaces');
  const next = namespaces.put({ ...stored.object, spec: { ...stored.object.spec, finalizers } });
  const { deletionTimestamp, finalizers: held } = next.object.metadata;
  const isDone = deletionTimestamp && finalizers.length === 0 && !held?.length;
  return { code: 200, body: asView((isDone && namespaces.remove(next.key)) || next, type) };
}

function success(code: number): Answer {
  return {
    code,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code },
  };
}

/** The replicas of an object as autoscaling/v1 Scale. */
export function getScale(call: Call): Answer {
  const stored = find(call.api, call.type, call.at.namespace, call.at.name);
  return { code: 200, body: toScale(asView(stored, call.type), call) };
}

/** Changes the replicas by any edit of the Scale. */
export function changeScale(call: Call, edit: (scale: KubernetesObject) => unknown): Answer {
  const { api, type, at } = call;
  const stored = find(api, type, at.namespace, at.name);
  const live = asView(stored, type);
  const next = record(edit(toScale(live, call)));
  const replicas = record(next.spec).replicas ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0) {
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, at.name, [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
        field: 'spec.replicas',
      },
    ]);
  }
  const { resourceVersion } = record(next.metadata);
  const path = type.subresources.scale!.specReplicasPath.split('.').slice(1);
  const changed = withValue(live, path, replicas) as KubernetesObject;
  const metadata = {
    ...live.metadata,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : undefined,
  };
  const options = { ...writeOptionsOf(call), through: 'scale' as const };
  const written = updateObject(api, type, stored, { ...changed, metadata }, options);
  return { code: 200, body: toScale(asView(written, type), call) };
}

function toScale(object: KubernetesObject, { type }: Call): KubernetesObject {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = type.subresources.scale!;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = type.custom
    ? labelSelectorPath && valueAt(object, labelSelectorPath)
    : selectorText(record(record(object.spec).selector));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: Number(valueAt(object, specReplicasPath) ?? 0) },
    status: {
      replicas: Number(valueAt(object, statusReplicasPath) ?? 0),
      ...(selector ? { selector } : {}),
    },
  };
}

function selectorText(selector: Record<string, unknown>): string {
  return Object.entries(record(selector.matchLabels))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

function valueAt(object: KubernetesObject, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, part) => record(value)[part], object);
}

function withValue(value: unknown, [first, ...rest]: readonly string[], leaf: unknown): unknown {
  if (first === undefined) return leaf;
  return { ...record(value), [first]: withValue(record(value)[first], rest, leaf) };
}
