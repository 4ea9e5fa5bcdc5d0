import type { KubernetesObject, OwnerReference } from '../../core/kubernetes/object.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { type Collection, controllerOf } from './collection.ts';
import type { EventRecorder } from './eventRecorder.ts';
import type { resources } from './resource.ts';
import { createWorkQueue, type WorkQueue } from './workQueue.ts';

/** What every controller works with. */
export interface Controllers {
  client: KubernetesClient;
  collections: Record<keyof typeof resources, Collection>;
  /** An event recorder that speaks as this component. */
  recorder(component: string): EventRecorder;
  log?: (line: string) => void;
}

/**
 * Works on each object of `main` when it changes, and when an object changes that it controls in one of `owned`.
 * `work` is called with the object as it is now, never for one that is gone.
 */
export function startController(
  controllers: Controllers,
  options: {
    main: Collection;
    owned?: Collection[];
    work: (object: KubernetesObject) => Promise<number | void>;
  }
): WorkQueue {
  const { main, owned = [], work } = options;
  const queue = createWorkQueue({
    log: line => controllers.log?.(`${main.resource.kind} ${line}`),
    async work(key) {
      const slash = key.indexOf('/');
      const object = main.get(key.slice(0, slash), key.slice(slash + 1));
      return object && work(object);
    },
  });
  main.onChange(object => queue.add(toKey(object.metadata.namespace, object.metadata.name)));
  for (const collection of owned) {
    collection.onChange((object, old) => {
      for (const owner of new Set([controllerOf(object), old && controllerOf(old)])) {
        if (owner?.kind === main.resource.kind) {
          queue.add(toKey(object.metadata.namespace, owner.name));
        }
      }
    });
  }
  return queue;
}

function toKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** The reference by which an object is known as this one's. */
export function toOwner(object: KubernetesObject): OwnerReference {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name,
    uid: object.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
