import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { createInformer } from '../../node/kubernetes/informer.ts';
import { pathOf, type Resource } from './resource.ts';

type Listener = (object: KubernetesObject, old: KubernetesObject | undefined) => void;

/**
 * All objects of one resource, as a controller sees and writes them. What it has just written is seen at once, not
 * only when the watch brings it: a controller that runs again in between must not create its pods twice.
 */
export interface Collection {
  readonly resource: Resource;
  get(namespace: string | undefined, name: string): KubernetesObject | undefined;
  list(): KubernetesObject[];
  /** Those whose controller has this uid. */
  ownedBy(uid: string | undefined): KubernetesObject[];
  /** Called with each object that came, changed or went (then it is not in the collection any more). */
  onChange(listener: Listener): void;
  create(object: KubernetesObject): Promise<KubernetesObject>;
  update(object: KubernetesObject): Promise<KubernetesObject>;
  updateStatus(object: KubernetesObject): Promise<KubernetesObject>;
  remove(object: KubernetesObject, options?: { grace?: number; orphan?: boolean }): Promise<void>;
  synced: Promise<void>;
  close(): void;
}

export function createCollection(
  client: KubernetesClient,
  resource: Resource,
  options: { manager: string; log?: (line: string) => void }
): Collection {
  const objects = new Map<string, KubernetesObject>();
  const owned = new Map<string, Set<string>>();
  const listeners: Listener[] = [];
  // An answer to a write may arrive after the watch told that the object is gone: it must not come back.
  const gone = new Set<string | undefined>();
  const keyOf = (object: KubernetesObject) =>
    toKey(object.metadata.namespace, object.metadata.name);
  const query = { fieldManager: options.manager };

  function hold(object: KubernetesObject): void {
    const key = keyOf(object);
    const old = objects.get(key);
    if ((old && !isNewer(object, old)) || gone.has(object.metadata.uid)) return;
    index(old, key, false);
    index(object, key, true);
    objects.set(key, object);
    for (const listener of listeners) listener(object, old);
  }

  function drop(object: KubernetesObject): void {
    const key = keyOf(object);
    const old = objects.get(key);
    if (!old || old.metadata.uid !== object.metadata.uid) return;
    index(old, key, false);
    objects.delete(key);
    gone.add(old.metadata.uid);
    if (gone.size > remembered) gone.delete(gone.values().next().value);
    for (const listener of listeners) listener(object, old);
  }

  /** What the API server does not know any more is forgotten here too, even if no watch ever told. */
  function failed(object: KubernetesObject): (error: unknown) => never {
    return error => {
      if (error instanceof ApiError && error.status === 404) drop(object);
      throw error;
    };
  }

  function index(object: KubernetesObject | undefined, key: string, isThere: boolean): void {
    const uid = object && controllerOf(object)?.uid;
    if (!uid) return;
    const keys = owned.get(uid) ?? new Set();
    if (isThere) owned.set(uid, keys.add(key));
    else if (keys.delete(key) && keys.size === 0) owned.delete(uid);
  }

  const informer = createInformer(client, {
    path: pathOf(resource),
    onState: phase => {
      if ('why' in phase) options.log?.(`${resource.plural}: ${phase.name}: ${phase.why.message}`);
      if (phase.name === 'forbidden') options.log?.(`${resource.plural}: ${phase.message}`);
    },
    onChange: ({ type, object }) => {
      const whole = { ...object, apiVersion: resource.apiVersion, kind: resource.kind };
      if (type === 'deleted') drop(whole);
      else hold(whole);
    },
  });

  async function write(
    method: 'POST' | 'PUT',
    object: KubernetesObject,
    at: { name?: string; subresource?: string }
  ): Promise<KubernetesObject> {
    const path = pathOf(resource, { namespace: object.metadata.namespace, ...at });
    const asked = { method, path, query, body: object };
    const written = await client.request<KubernetesObject>(asked).catch(failed(object));
    hold(withoutManagers(written));
    return written;
  }

  return {
    resource,
    get: (namespace, name) => objects.get(toKey(namespace, name)),
    list: () => [...objects.values()],
    ownedBy: uid => [...(owned.get(uid ?? '') ?? [])].flatMap(key => objects.get(key) ?? []),
    onChange: listener => listeners.push(listener),
    create: object => write('POST', object, {}),
    update: object => write('PUT', object, { name: object.metadata.name }),
    updateStatus: object =>
      write('PUT', object, { name: object.metadata.name, subresource: 'status' }),
    async remove(object, { grace, orphan } = {}) {
      const { namespace, name, uid } = object.metadata;
      const asked = {
        method: 'DELETE' as const,
        path: pathOf(resource, { namespace, name }),
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid },
          propagationPolicy: orphan ? 'Orphan' : 'Background',
          ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
        },
      };
      const answer = await client.request<KubernetesObject>(asked).catch(failed(object));
      // An object that stays for a while, for its grace or its finalizers, comes back as it is now.
      if (answer?.metadata?.deletionTimestamp) {
        hold(withoutManagers(answer));
      } else drop(object);
    },
    synced: informer.synced,
    close: informer.close,
  };
}

const remembered = 1000;

function withoutManagers(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, managedFields: undefined } };
}

export function controllerOf(object: KubernetesObject) {
  return object.metadata.ownerReferences?.find(owner => owner.controller === true);
}

function toKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** Between two answers of one API server: its versions are numbers that grow, which Kubernetes promises since 1.35. */
function isNewer(object: KubernetesObject, old: KubernetesObject): boolean {
  const [version = '', before = ''] = [
    object.metadata.resourceVersion,
    old.metadata.resourceVersion,
  ];
  if (version.length !== before.length) return version.length > before.length;
  return version > before;
}
