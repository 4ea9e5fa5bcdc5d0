import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import type { ClusterAccess } from '../node/kubernetes/client.ts';
import type { Cluster } from './cluster/cluster.ts';
import { startCluster } from './cluster/cluster.ts';
import { imageBehaviour } from './homelab/images.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startSidecar } from './sidecarProcess.ts';
import { startKubelet } from './workloads/kubelet.ts';
import { startWorkloads } from './workloads/workloads.ts';

/** One cluster with all that a real one has beside its API: controllers, a node, and Lumen's sidecar. */
export interface ClusterWorld {
  cluster: Cluster;
  access(user: string): ClusterAccess;
  /** A file that `kubectl --kubeconfig` takes; only its owner can read it. */
  kubeconfigFile(user: string): string;
  /** Once it was started. */
  sidecar(): SidecarProcess;
  /** After the homelab is there: the sidecar refuses to start without Flux's kinds. */
  startSidecar(): Promise<void>;
  close(): Promise<void>;
}

export interface ClusterWorldOptions {
  name: string;
  folder: string;
  log: (line: string) => void;
}

export async function startClusterWorld(options: ClusterWorldOptions): Promise<ClusterWorld> {
  const { name, folder } = options;
  const log = (line: string) => options.log(`${name}: ${line}`);
  await mkdir(folder, { recursive: true });
  // The API server dials Pods, and the node that knows them is a client of the API server.
  const node: { kubelet?: ReturnType<typeof startKubelet> } = {};
  let sidecar: SidecarProcess | undefined;
  const cluster = await startCluster({
    name,
    log,
    dial: (address, port) => node.kubelet?.dial(address, port),
  });
  const access = (user: string): ClusterAccess => ({
    server: cluster.url,
    ca: cluster.ca,
    token: async () => cluster.token(user),
  });
  const kubeconfigFile = (user: string) => {
    const file = join(folder, `${user.replace(/\W+/g, '-')}.kubeconfig`);
    writeFileSync(file, cluster.kubeconfig(user), { mode: 0o600 });
    return file;
  };
  const workloads = startWorkloads({ access: access('controllers'), log });
  node.kubelet = startKubelet({
    access: access('kubelet'),
    node: `${name}-1`,
    images: imageBehaviour,
    processes: pod => sidecarPorts(pod, sidecar),
    log,
  });

  return {
    cluster,
    access,
    kubeconfigFile,
    sidecar() {
      if (!sidecar) throw new Error(`The sidecar of cluster ${name} was not started.`);
      return sidecar;
    },
    async startSidecar() {
      sidecar = await startSidecar({
        // As the Pod would: with the rights of deploy/, no others.
        kubeconfig: kubeconfigFile('system:serviceaccount:flux-system:lumen'),
        context: name,
        storage: join(folder, 'artifacts'),
        log,
      });
    },
    async close() {
      // All at once: none of them may wait for another that is gone.
      await Promise.all([sidecar?.close(), workloads.close(), node.kubelet?.close()]);
      await cluster.close();
    },
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
