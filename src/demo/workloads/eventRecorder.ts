import { randomBytes } from 'node:crypto';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { pathOf, resource } from './resource.ts';

export interface EventSource {
  component: string;
  host?: string;
}

export interface EventRecorder {
  /** Written in the background: an event that cannot be written is lost, as in a real cluster. */
  record(
    about: KubernetesObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    more?: { fieldPath?: string }
  ): void;
  /** Waits for the event that is being written; what still waits behind it is lost. */
  close(): Promise<void>;
}

const events = resource('v1', 'Event', 'events');
/** Events that repeat within this many others are counted, not written anew. */
const remembered = 1000;

export function createEventRecorder(
  client: KubernetesClient,
  source: EventSource,
  log?: (line: string) => void
): EventRecorder {
  const known = new Map<string, { name: string; count: number }>();
  // One after the other: the events of a pod must arrive in the order in which they happened.
  let tail = Promise.resolve();
  let isClosed = false;

  return {
    record(about, type, reason, message, more = {}) {
      const namespace = about.metadata.namespace ?? 'default';
      const key = [about.metadata.uid, type, reason, message, more.fieldPath].join('\n');
      const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
      const before = known.get(key);
      const name = before?.name ?? `${about.metadata.name}.${randomBytes(8).toString('hex')}`;
      const count = (before?.count ?? 0) + 1;
      known.delete(key);
      known.set(key, { name, count });
      if (known.size > remembered) known.delete(known.keys().next().value!);

      const whole = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace },
        involvedObject: {
          apiVersion: about.apiVersion,
          kind: about.kind,
          name: about.metadata.name,
          ...(about.metadata.namespace ? { namespace } : {}),
          uid: about.metadata.uid,
          resourceVersion: about.metadata.resourceVersion,
          ...more,
        },
        type,
        reason,
        message,
        source,
        reportingComponent: source.component,
        reportingInstance: source.host ?? '',
        firstTimestamp: time,
        lastTimestamp: time,
        count,
      };
      const write = before
        ? () =>
            client.request({
              method: 'PATCH',
              path: pathOf(events, { namespace, name }),
              contentType: 'application/merge-patch+json',
              body: { count, lastTimestamp: time },
            })
        : () =>
            client.request({ method: 'POST', path: pathOf(events, { namespace }), body: whole });
      tail = tail
        .then(() => (isClosed ? undefined : write()))
        .then(
          () => {},
          (error: unknown) => {
            known.delete(key);
            if (isClosed) return;
            log?.(`event ${reason} of ${namespace}/${about.metadata.name}: ${String(error)}`);
          }
        );
    },
    close() {
      isClosed = true;
      return tail;
    },
  };
}
