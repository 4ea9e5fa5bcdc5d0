import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import type { ClusterAccess } from '../node/kubernetes/clusterAccess.ts';
import type { Cluster } from './cluster/cluster.ts';
import { type Ground, type GroundOptions, type Reconciler, startEmbeddedGround } from './ground.ts';
import type { Installation } from './homelab/bootstrap.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startSidecar } from './sidecarProcess.ts';
import { startKubelet } from './workloads/kubelet.ts';

/** One cluster with all that a real one has beside its API: controllers, a node, and Lumen's sidecar. */
export interface ClusterWorld {
  cluster: Cluster;
  access(user: string): ClusterAccess;
  /** A file that `kubectl --kubeconfig` takes; only its owner can read it. */
  kubeconfigFile(user: string): string;
  /** What is in it before anything is reconciled; the embedded one unless told. */
  installation?: Installation;
  /** Where the sidecar keeps what outlives it. */
  storage: string;
  /** Once `startReconciler` was called. */
  sidecar(): SidecarProcess;
  reconciler(): Reconciler;
  /** Starts whatever reconciles, and the sidecar; after Flux's kinds are there. */
  startReconciler(options?: ReconcilerOptions): Promise<void>;
  close(): Promise<void>;
}

export interface ReconcilerOptions {
  /** Where the sidecar finds the API server, if something stands in between. */
  server?: string;
}

export interface ClusterWorldOptions {
  name: string;
  folder: string;
  log: (line: string) => void;
  ground?: (options: GroundOptions) => Promise<Ground>;
}

export async function startClusterWorld(options: ClusterWorldOptions): Promise<ClusterWorld> {
  const { name, folder, ground: startGround = startEmbeddedGround } = options;
  const log = (line: string) => options.log(`${name}: ${line}`);
  await mkdir(folder, { recursive: true });
  // The API server dials Pods, and the node that knows them is a client of the API server.
  const node: { kubelet?: ReturnType<typeof startKubelet> } = {};
  let started: { sidecar: SidecarProcess; reconciler: Reconciler } | undefined;
  let flux: Awaited<ReturnType<NonNullable<Ground['startFlux']>>> | undefined;
  const dial: GroundOptions['dial'] = (address, port) => node.kubelet?.dial(address, port);
  const ground = await startGround({ name, folder, dial, log });
  const { cluster } = ground;
  const access = (user: string): ClusterAccess => ({
    server: cluster.url,
    ca: cluster.ca,
    token: async () => cluster.token(user),
  });
  const kubeconfigFile = (user: string, server = cluster.url) => {
    const file = join(folder, `${user.replace(/\W+/g, '-')}.kubeconfig`);
    const kubeconfig = cluster.kubeconfig(user).replaceAll(cluster.url, server);
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    return file;
  };
  const controllers = ground.startControllers({ access: access('controllers'), log });
  node.kubelet = startKubelet({
    access: access('kubelet'),
    node: `${name}-1`,
    images: ground.images,
    processes: pod => ground.portsOf?.(pod) ?? sidecarPorts(pod, started?.sidecar),
    log,
  });
  const storage = join(folder, 'storage');
  const running = () => {
    if (!started) throw new Error(`Nothing reconciles in cluster ${name} yet.`);
    return started;
  };

  return {
    cluster,
    access,
    kubeconfigFile: user => kubeconfigFile(user),
    installation: ground.installation,
    storage,
    sidecar: () => running().sidecar,
    reconciler: () => running().reconciler,
    async startReconciler({ server } = {}) {
      flux = await ground.startFlux?.(access('controllers'));
      const sidecar = await startSidecar({
        mode: ground.mode,
        // As the Pod would: with the rights of deploy/, no others.
        kubeconfig: kubeconfigFile('system:serviceaccount:flux-system:lumen', server),
        context: name,
        storage,
        log,
      });
      started = { sidecar, reconciler: flux ?? toReconciler(sidecar) };
    },
    async close() {
      // All at once: none of them may wait for another that is gone.
      const parts = [started?.sidecar, flux, controllers, node.kubelet];
      await Promise.all(parts.map(part => part?.close()));
      await cluster.close();
    },
  };
}

function toReconciler(sidecar: SidecarProcess): Reconciler {
  return {
    get receiver() {
      return sidecar.receiver;
    },
    kill: () => sidecar.kill('SIGKILL'),
    start: sidecar.start,
  };
}

/** Behind the sidecar's Pod there is a real process: what its ports are on loopback, by those of deploy/. */
function sidecarPorts(
  pod: KubernetesObject,
  sidecar: SidecarProcess | undefined
): Record<number, number> | undefined {
  const isSidecar = pod.metadata.labels?.['app.kubernetes.io/name'] === 'lumen';
  if (!sidecar || !isSidecar || pod.metadata.namespace !== 'flux-system') return undefined;
  const port = (url: string) => Number(new URL(url).port);
  return { 8080: port(sidecar.http), 9292: port(sidecar.receiver), 9090: port(sidecar.storage) };
}
