import { resourcePath } from '../../core/kubernetes/path.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { Log } from '../log.ts';
import { messageOf } from './applySet.ts';

interface LeaseObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; resourceVersion?: string };
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    renewTime?: string;
    acquireTime?: string;
  };
}

interface LeaseOptions {
  client: KubernetesClient;
  namespace: string;
  name: string;
  /** Who we are; no two processes at one time have the same. */
  identity: string;
  /** Whether the holder is known to be gone: a process of this very host that died without a word. */
  isGone(holder: string): boolean;
  log: Log;
  signal: AbortSignal;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds. */
  now: () => number;
}

const duration = 15_000;
const renewal = 4000;

export interface Lease {
  /** Resolves with the moment we lose it: another holds it, or it could not be renewed in time. */
  lost: Promise<void>;
  /** Gives it back. */
  release(): Promise<void>;
}

/** Resolves when this process holds the Lease. Of two sidecars only the holder reconciles. */
export async function acquireLease(options: LeaseOptions): Promise<Lease> {
  const { client, namespace, name, identity, log, signal, sleep, now } = options;
  const path = (withName: boolean): string =>
    resourcePath({
      group: 'coordination.k8s.io',
      version: 'v1',
      plural: 'leases',
      namespace,
      name: withName ? name : undefined,
    });
  // Clocks of two hosts differ: what counts is for how long we have seen no change.
  let seen: { renewTime: string | undefined; at: number } | undefined;
  let said: string | undefined;

  /** True when it is ours for another while. */
  async function hold(): Promise<boolean> {
    const time = new Date(now()).toISOString().replace('Z', '000Z');
    const spec = {
      holderIdentity: identity,
      leaseDurationSeconds: duration / 1000,
      renewTime: time,
    };
    const lease = await client
      .request<LeaseObject>({ path: path(true), signal })
      .catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      });
    if (!lease) {
      const metadata = { name, namespace };
      const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata };
      const acquired = { ...body, spec: { ...spec, acquireTime: time } };
      return write('POST', path(false), acquired);
    }
    const holder = lease.spec?.holderIdentity;
    if (holder && holder !== identity && !options.isGone(holder)) {
      if (seen?.renewTime !== lease.spec?.renewTime) {
        seen = { renewTime: lease.spec?.renewTime, at: now() };
      }
      const age = now() - (seen?.at ?? now());
      if (age < (lease.spec?.leaseDurationSeconds ?? 15) * 1000) {
        if (said !== holder) log.info('waiting for the lease', { lease: name, holder });
        said = holder;
        return false;
      }
    }
    const acquireTime = holder === identity ? lease.spec?.acquireTime : time;
    return write('PUT', path(true), { ...lease, spec: { ...spec, acquireTime } });
  }

  async function write(method: 'POST' | 'PUT', at: string, body: LeaseObject): Promise<boolean> {
    try {
      await client.request({ method, path: at, body, signal });
      return true;
    } catch (error) {
      // Another was faster.
      if (error instanceof ApiError && error.status === 409) return false;
      throw error;
    }
  }

  for (;;) {
    try {
      if (await hold()) break;
    } catch (error) {
      signal.throwIfAborted();
      const message = messageOf(error);
      if (said !== message) log.error('lease not acquired', { lease: name, error: message });
      said = message;
    }
    await sleep(1000, signal);
  }
  log.info('lease acquired', { lease: name, identity });

  const stop = new AbortController();
  const lost = (async () => {
    let renewed = now();
    while (!stop.signal.aborted && !signal.aborted) {
      await sleep(renewal, AbortSignal.any([signal, stop.signal])).catch(() => {});
      if (stop.signal.aborted || signal.aborted) return;
      try {
        if (!(await hold())) return;
        renewed = now();
      } catch (error) {
        log.error('lease not renewed', { lease: name, error: messageOf(error) });
        if (now() - renewed > duration - renewal) return;
      }
    }
  })();

  return {
    lost,
    async release() {
      stop.abort();
      await client
        .request({
          method: 'PATCH',
          path: path(true),
          contentType: 'application/merge-patch+json',
          body: { spec: { holderIdentity: '', leaseDurationSeconds: 1 } },
          timeout: 1000,
        })
        .catch(() => {});
    },
  };
}
