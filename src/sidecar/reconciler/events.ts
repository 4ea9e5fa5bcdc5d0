import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { Log } from '../log.ts';

interface FluxEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** `kustomize.toolkit.fluxcd.io/revision` and the like. */
  annotations?: Record<string, string>;
}

/** Writes core/v1 Events in the background, as Flux's controllers do: the same one again counts up. */
export interface EventRecorder {
  record(object: KubernetesObject, component: string, event: FluxEvent): void;
  /** Resolves when all are written. */
  flush(): Promise<void>;
}

interface EventOptions {
  client: KubernetesClient;
  now: () => number;
  log: Log;
}

const remembered = 2000;
const maxMessage = 1024;
const maxQueue = 1000;

export function createEventRecorder({ client, now, log }: EventOptions): EventRecorder {
  const seen = new Map<string, { path: string; count: number }>();
  let pending = 0;
  let last: Promise<void> = Promise.resolve();

  async function write(
    object: KubernetesObject,
    component: string,
    event: FluxEvent
  ): Promise<void> {
    const { apiVersion, kind, metadata } = object;
    const namespace = metadata.namespace ?? 'default';
    const time = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const message = event.message.slice(0, maxMessage);
    const identity = [
      metadata.uid,
      kind,
      namespace,
      metadata.name,
      component,
      event.type,
      event.reason,
      message,
    ];
    const key = createHash('sha256').update(JSON.stringify(identity)).digest('base64');
    const before = seen.get(key);
    const collection = `/api/v1/namespaces/${namespace}/events`;
    if (before) {
      const count = before.count + 1;
      try {
        await client.request({
          method: 'PATCH',
          path: before.path,
          contentType: 'application/merge-patch+json',
          body: { count, lastTimestamp: time, metadata: { annotations: event.annotations ?? {} } },
        });
        remember(key, { path: before.path, count });
        return;
      } catch (error) {
        // It has expired: a new one then.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    }
    const name = `${metadata.name}.${(process.hrtime.bigint() & 0xffffffffffffffffn).toString(16)}`;
    await client.request({
      method: 'POST',
      path: collection,
      body: {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace, annotations: event.annotations },
        involvedObject: {
          apiVersion,
          kind,
          namespace: metadata.namespace,
          name: metadata.name,
          uid: metadata.uid,
          resourceVersion: metadata.resourceVersion,
        },
        type: event.type,
        reason: event.reason,
        message,
        source: { component },
        reportingComponent: component,
        firstTimestamp: time,
        lastTimestamp: time,
        count: 1,
      },
    });
    remember(key, { path: `${collection}/${name}`, count: 1 });
  }

  function remember(key: string, value: { path: string; count: number }): void {
    seen.delete(key);
    seen.set(key, value);
    if (seen.size > remembered) seen.delete(seen.keys().next().value ?? '');
  }

  return {
    record(object, component, event) {
      if (pending >= maxQueue) return;
      pending++;
      last = last
        .then(() => write(object, component, event))
        .catch(error => {
          const { kind, metadata } = object;
          log.error('event not written', { kind, name: metadata.name, error: String(error) });
        })
        .finally(() => pending--);
    },
    flush: () => last,
  };
}
