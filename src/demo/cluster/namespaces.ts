import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { type Api, timestamp } from './api.ts';
import { later } from './background.ts';
import { collectionOf, writtenType } from './catalog.ts';
import type { Stored } from './stored.ts';
import { createObject } from './verbs/create.ts';
import { deleteObject } from './verbs/remove.ts';

const initial = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Gives each namespace what every namespace has, and empties those that are being deleted. */
export function startNamespaces(api: Api, ca: string): () => void {
  const namespaces = api.store.collection('namespaces');
  const pending = new Set<string>();
  let isScheduled = false;

  function work(): void {
    isScheduled = false;
    const keys = [...pending];
    pending.clear();
    for (const key of keys) {
      const stored = namespaces.get(key);
      if (!stored) continue;
      if (stored.object.metadata.deletionTimestamp) empty(api, stored);
      else furnish(api, key, ca);
    }
  }

  function schedule(name: string): void {
    pending.add(name);
    if (isScheduled) return;
    isScheduled = true;
    later(api, work);
  }

  const stop = api.store.onChange((resource, { now, type }) => {
    if (resource === 'namespaces') schedule(now.key);
    // Whatever goes may have been the last thing that held its namespace.
    else if (type === 'DELETED' && now.object.metadata.namespace) {
      schedule(now.object.metadata.namespace);
    }
  });
  for (const name of initial) {
    create(api, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    furnish(api, name, ca);
  }
  return stop;
}

function furnish(api: Api, namespace: string, ca: string): void {
  create(api, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace },
  });
  create(api, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace },
    data: { 'ca.crt': ca },
  });
}

/** Creates an object of the cluster's own, unless it is there. */
export function create(
  api: Api,
  object: KubernetesObject,
  manager = 'kube-controller-manager'
): void {
  const [group, version] = object.apiVersion.includes('/')
    ? (object.apiVersion.split('/') as [string, string])
    : ['', object.apiVersion];
  const type = api.catalog.ofKind(group, version, object.kind);
  if (!type) throw new Error(`no kind ${object.kind} in ${object.apiVersion}`);
  const { namespace, name } = object.metadata;
  const key = namespace ? `${namespace}/${name}` : name;
  if (api.store.collection(collectionOf(type)).get(key)) return;
  createObject(api, writtenType(api, type), object, {
    dryRun: false,
    manager,
    fieldValidation: 'Ignore',
    warn: () => {},
  });
}

/** Deletes what the namespace holds; the namespace itself goes once nothing is left. */
function empty(api: Api, stored: Stored): void {
  const { name } = stored.object.metadata;
  const namespaces = api.store.collection('namespaces');
  let left = 0;
  const held = new Map<string, number>();
  for (const type of api.catalog.stored()) {
    if (!type.namespaced) continue;
    const collection = api.store.collection(collectionOf(type));
    for (const content of collection.list(name)) {
      const isGone =
        (content.object.metadata.deletionTimestamp === undefined || type.plural === 'pods') &&
        deleteObject(api, writtenType(api, type), content, {
          propagationPolicy: 'Background',
          dryRun: false,
        }).gone;
      if (isGone) continue;
      left++;
      for (const finalizer of content.object.metadata.finalizers ?? []) {
        held.set(finalizer, (held.get(finalizer) ?? 0) + 1);
      }
    }
  }
  const current = namespaces.get(name);
  if (!current) return;
  if (left > 0) {
    setConditions(api, current, left, held);
    return;
  }
  namespaces.put({ ...current.object, spec: { ...current.object.spec, finalizers: [] } });
  if (!current.object.metadata.finalizers?.length) namespaces.remove(name);
}

function setConditions(
  api: Api,
  stored: Stored,
  left: number,
  held: ReadonlyMap<string, number>
): void {
  const time = timestamp(api.now());
  const finalizers = [...held].map(([name, count]) => `${name} in ${count} resource instances`);
  const conditions = [
    condition(
      time,
      'NamespaceContentRemaining',
      'SomeResourcesRemain',
      `Some resources are remaining: ${left} objects`
    ),
    ...(finalizers.length
      ? [
          condition(
            time,
            'NamespaceFinalizersRemaining',
            'SomeFinalizersRemain',
            `Some content in the namespace has finalizers remaining: ${finalizers.join(', ')}`
          ),
        ]
      : []),
  ];
  const { object } = stored;
  const before = JSON.stringify(messagesOf(object.status?.conditions));
  if (before === JSON.stringify(messagesOf(conditions))) return;
  api.store.collection('namespaces').put({
    ...object,
    status: { ...object.status, phase: 'Terminating', conditions },
  });
}

function condition(time: string, type: string, reason: string, message: string) {
  return { type, status: 'True', lastTransitionTime: time, reason, message };
}

function messagesOf(conditions: unknown): unknown[] {
  return Array.isArray(conditions)
    ? conditions.map(entry => (entry as { message?: string }).message)
    : [];
}
