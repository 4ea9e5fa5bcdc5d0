import { randomUUID } from 'node:crypto';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { createClient } from '../../node/kubernetes/client.ts';
import type { ClusterAccess } from '../../node/kubernetes/clusterAccess.ts';
import type { Flux } from './flux.ts';
import { fluxControllers } from './fluxControllers.ts';

/** As Flux's controllers set them. */
const leaseDurationSeconds = 35;
const renewal = 5000;

/**
 * Keeps each controller's Lease as the controller would: renewed while it is alive, left to expire when it is not.
 * Flux's own leader election works inside of a cluster only.
 */
export function startFluxLeases(options: {
  access: ClusterAccess;
  flux: Flux;
  log: (line: string) => void;
}): { close(): Promise<void> } {
  const { flux, log } = options;
  const client = createClient(options.access);
  const acquireTime = microTime();
  const stop = new AbortController();
  const holders = new Map(fluxControllers.map(({ name }) => [name, `${name}_${randomUUID()}`]));

  async function renew(name: string): Promise<void> {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(renewal)]);
    if (!(await fetch(`${flux.healthOf(name)}/healthz`, { signal })).ok) return;
    const lease = `${name}-leader-election`;
    await client.request({
      method: 'PATCH',
      path: resourcePath({
        group: 'coordination.k8s.io',
        version: 'v1',
        plural: 'leases',
        namespace: 'flux-system',
        name: lease,
      }),
      query: { fieldManager: name, force: true },
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: lease, namespace: 'flux-system' },
        spec: {
          acquireTime,
          holderIdentity: holders.get(name),
          leaseDurationSeconds,
          leaseTransitions: 0,
          renewTime: microTime(),
        },
      },
    });
  }

  async function renewAll(): Promise<void> {
    for (const { name } of fluxControllers) {
      await renew(name).catch((error: Error) => log(`lease of ${name}: ${error.message}`));
    }
  }

  let renewing = renewAll();
  const timer = setInterval(() => {
    renewing = renewing.then(renewAll);
  }, renewal);
  return {
    async close() {
      clearInterval(timer);
      stop.abort();
      await renewing;
      client.close();
    },
  };
}

function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
