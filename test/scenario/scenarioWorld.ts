import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { startClusterWorld } from '../../src/demo/clusterWorld.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../src/demo/homelab/bootstrap.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { createView, type View, type ViewedKind } from './view.ts';
import { cloneInto, type WorkingCopy } from './workingCopy.ts';

/** A cluster with Flux's kinds, something that reconciles them, and a forge: all that a scenario may know. */
export interface ScenarioWorld {
  client: KubernetesClient;
  git: GitServer;
  /** Where webhooks of the cluster are received. */
  receiver(): string;
  /** Ends the reconciler as a crash would, and starts it again. */
  crash(): Promise<void>;
  recover(): Promise<void>;
  view(kind: ViewedKind): View;
  apply(...objects: KubernetesObject[]): Promise<void>;
  /** A namespace and a repository of a scenario's own. */
  place(name: string): Promise<Place>;
  close(): Promise<void>;
}

export interface Place extends WorkingCopy {
  namespace: string;
  repository: string;
}

export async function startScenarioWorld(): Promise<ScenarioWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-scenario-'));
  const git = await startGitServer({ folder: join(folder, 'git') });
  const lines: string[] = [];
  const cluster = await startClusterWorld({
    name: 'scenario',
    folder: join(folder, 'cluster'),
    log: line => lines.push(line),
  });
  await provisionCluster(cluster.access('admin'));
  await cluster.startSidecar();
  const client = createClient(cluster.access('admin'));
  const views = new Map<ViewedKind, View>();
  const apply = (...objects: KubernetesObject[]) => applyObjects(client, objects, 'scenario');

  return {
    client,
    git,
    apply,
    receiver: () => cluster.sidecar().receiver,
    crash: () => cluster.sidecar().kill('SIGKILL'),
    recover: () => cluster.sidecar().start(),
    view(kind) {
      const view = views.get(kind) ?? createView(client, kind);
      views.set(kind, view);
      return view;
    },
    async place(name) {
      const repository = `scenario/${name}`;
      await git.create(repository);
      await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      const copy = await cloneInto(join(folder, name), git.urlOf(repository));
      return { ...copy, namespace: name, repository };
    },
    async close() {
      views.forEach(view => view.close());
      client.close();
      await cluster.close();
      await git.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
