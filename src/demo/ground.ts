import type { KubernetesObject } from '../core/kubernetes/object.ts';
import type { ClusterAccess } from '../node/kubernetes/clusterAccess.ts';
import type { Cluster } from './cluster/cluster.ts';
import { startCluster } from './cluster/cluster.ts';
import type { Installation } from './homelab/bootstrap.ts';
import { imageBehaviour } from './homelab/images.ts';
import type { ImageBehaviour } from './workloads/imageBehaviour.ts';
import { startWorkloads } from './workloads/workloads.ts';

/** What clusters of the demo differ in: their API server, the controllers beside it, and who reconciles. */
export interface Ground {
  cluster: Cluster;
  /** In which the sidecar runs here. */
  mode: 'apply' | 'observe';
  /** The embedded one unless told. */
  installation?: Installation;
  images(image: string): ImageBehaviour | undefined;
  startControllers(options: { access: ClusterAccess; log: (line: string) => void }): Closable;
  /** The ports on loopback of a process that stands behind a Pod, by its container ports. */
  portsOf?(pod: KubernetesObject): Record<number, number> | undefined;
  /** Where the sidecar does not reconcile itself. */
  startFlux?(access: ClusterAccess): Promise<Reconciler & Closable>;
}

/** Whatever reconciles Flux's objects in a cluster. */
export interface Reconciler {
  /** Where webhooks of Receivers arrive. */
  receiver: string;
  /** Flux's controllers, where it is they. */
  versions?: Record<string, string>;
  /** Ends it as a crash would; of Flux the controllers named, or those that every source and Kustomization needs. */
  kill(...controllers: string[]): Promise<void>;
  start(...controllers: string[]): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

export interface GroundOptions {
  name: string;
  /** Its own. */
  folder: string;
  /** Where addresses of nodes and Pods lead. */
  dial: (address: string, port: number) => { host: string; port: number } | undefined;
  log: (line: string) => void;
}

/** All in memory, and Lumen's own reconciler. */
export async function startEmbeddedGround({ name, dial, log }: GroundOptions): Promise<Ground> {
  return {
    cluster: await startCluster({ name, log, dial }),
    mode: 'apply',
    images: imageBehaviour,
    startControllers: startWorkloads,
  };
}
