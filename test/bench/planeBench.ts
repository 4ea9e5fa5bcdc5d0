import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import type { ClusterWorld } from '../../src/demo/clusterWorld.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../src/demo/homelab/bootstrap.ts';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { startPlaneWorld } from '../../src/demo/plane/planeWorld.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { cloneInto, type WorkingCopy } from '../scenario/workingCopy.ts';

/** A real control plane with Flux, the sidecar beside it, and a forge. */
export interface PlaneBench {
  client: KubernetesClient;
  /** Of the world: its parts leave files there. */
  folder: string;
  /** Says each line that the parts write, from now on. */
  onLine(tell: (line: string) => void): void;
  git: GitServer;
  /** A clone of a new repository, a folder in `folder`. */
  clone(repository: string): Promise<WorkingCopy>;
  apply(...objects: KubernetesObject[]): Promise<void>;
  close(): Promise<void>;
}

export async function startPlaneBench(say: (line: string) => void): Promise<PlaneBench> {
  const tools = await buildGoTools(planeTools, say);
  const folder = await mkdtemp(join(tmpdir(), 'lumen-bench-'));
  const listeners: ((line: string) => void)[] = [];
  const log = (line: string) => listeners.forEach(tell => tell(line));
  const world: ClusterWorld = await startPlaneWorld({ name: 'bench', folder, tools, log });
  await provisionCluster(world.access('admin'), world.installation);
  await world.startReconciler();
  const git = await startGitServer({ folder: join(folder, 'git') });
  const client = createClient(world.access('admin'));
  return {
    client,
    folder,
    onLine: tell => void listeners.push(tell),
    git,
    async clone(repository) {
      await git.create(repository);
      return cloneInto(join(folder, repository), git.urlOf(repository));
    },
    apply: (...objects) => applyObjects(client, objects, 'bench'),
    async close() {
      client.close();
      await git.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
