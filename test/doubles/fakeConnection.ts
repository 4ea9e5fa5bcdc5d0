import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { keyOf } from '../../src/core/kubernetes/objectChange.ts';
import {
  type Connection,
  ConnectionError,
  type WatchListener,
} from '../../src/plugin/headlamp/connection.ts';

/** What a request is answered with: an answer's body (of a stream, its pieces), a status, or nothing ever. */
type Reply = { body: unknown } | { status: number; message?: string } | 'hang';

/** A cluster of a few collections, without network: answers come in microtasks. */
export interface FakeCluster {
  connection: Connection;
  /** Sets what a path (without its query) answers. */
  answer(path: string, reply: Reply): void;
  /** Makes a path a collection, which watchers of it follow. */
  collection(path: string, objects?: KubernetesObject[]): void;
  put(path: string, object: KubernetesObject): void;
  remove(path: string, object: KubernetesObject): void;
  /** `METHOD path?query` of each request, and the bodies of changes. */
  asked: string[];
  /** Of each read. */
  headers: (Record<string, string> | undefined)[];
  sent: { path: string; body: unknown; contentType?: string }[];
}

export function createFakeCluster(): FakeCluster {
  const replies = new Map<string, Reply>();
  const collections = new Map<string, Map<string, KubernetesObject>>();
  const watchers = new Map<string, Set<WatchListener>>();
  const asked: string[] = [];
  const headers: FakeCluster['headers'] = [];
  const sent: FakeCluster['sent'] = [];
  let version = 100;

  const bare = (path: string) => path.replace(/\?.*$/, '');
  const refusal = (status: number, message = `the test answers ${status}`) =>
    new ConnectionError({ kind: 'refused', status, message });

  function reply(path: string): unknown {
    const objects = collections.get(bare(path));
    if (objects) {
      const metadata = { resourceVersion: String(version) };
      return { kind: 'List', apiVersion: 'v1', metadata, items: [...objects.values()] };
    }
    const set = replies.get(bare(path)) ?? { status: 404 };
    if (set === 'hang') return new Promise(() => {});
    if ('status' in set) throw refusal(set.status, set.message);
    return set.body;
  }

  function tell(path: string, type: string, object: KubernetesObject) {
    const text = JSON.stringify({ type, object });
    for (const listener of watchers.get(path) ?? []) listener.onFrame(text);
  }

  const open = (_: string, listener: WatchListener) => listener.onOpen();

  /** A watch that brings what is there, where there is something to watch. */
  function begin(path: string, listener: WatchListener) {
    const objects = collections.get(bare(path));
    const set = replies.get(bare(path));
    if (!objects) return set === 'hang' ? undefined : listener.onClose();
    listener.onOpen();
    const send = (type: string, object: unknown) =>
      listener.onFrame(JSON.stringify({ type, object }));
    for (const object of objects.values()) send('ADDED', object);
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    send('BOOKMARK', { metadata: { resourceVersion: String(version), annotations } });
  }

  function held(path: string) {
    const objects = collections.get(path) ?? new Map<string, KubernetesObject>();
    collections.set(path, objects);
    return objects;
  }

  function stamp(object: KubernetesObject): KubernetesObject {
    version += 1;
    const metadata = { uid: object.metadata.name, ...object.metadata };
    return { ...object, metadata: { ...metadata, resourceVersion: String(version) } };
  }

  return {
    connection: {
      async read({ path, headers: given, onPiece }) {
        asked.push(`GET ${path}`);
        headers.push(given);
        const body = await reply(path);
        onPiece?.(new TextEncoder().encode(JSON.stringify(body)));
        return { body };
      },
      async stream({ path, headers: given }) {
        asked.push(`GET ${path}`);
        headers.push(given);
        const body = (await reply(path)) as AsyncIterable<Uint8Array>;
        return body;
      },
      async send({ method, path, body, contentType }) {
        asked.push(`${method} ${path}`);
        sent.push({ path, body, contentType });
        return reply(path);
      },
      watch(path, listener) {
        asked.push(`WATCH ${path}`);
        const listeners = watchers.get(bare(path)) ?? new Set();
        watchers.set(bare(path), listeners.add(listener));
        queueMicrotask(() => (path.includes('sendInitialEvents=') ? begin : open)(path, listener));
        return () => listeners.delete(listener);
      },
    },
    answer: (path, set) => void replies.set(path, set),
    collection(path, objects = []) {
      const made = held(path);
      for (const object of objects) made.set(keyOf(object), stamp(object));
    },
    put(path, object) {
      const objects = held(path);
      const type = objects.has(keyOf(object)) ? 'MODIFIED' : 'ADDED';
      const stamped = stamp(object);
      objects.set(keyOf(object), stamped);
      tell(path, type, stamped);
    },
    remove(path, object) {
      held(path).delete(keyOf(object));
      tell(path, 'DELETED', stamp(object));
    },
    asked,
    headers,
    sent,
  };
}

/** The aggregated discovery document of the resources named `group/version/plural`, or with their kind behind that. */
export function discoveryOf(...resources: string[]): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    items: resources.map(named => {
      const [name, version, resource, kind] = named.split('/');
      const told = kind && {
        responseKind: { kind },
        scope: 'Namespaced',
        verbs: ['list', 'watch'],
      };
      return {
        metadata: { name },
        versions: [{ version, resources: [{ resource, ...(told || {}) }] }],
      };
    }),
  };
}
