import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { startClusterWorld } from '../../src/demo/clusterWorld.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../src/demo/homelab/bootstrap.ts';
import { startSidecar } from '../../src/demo/sidecarProcess.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import type { Gate } from './gate.ts';
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

export interface ScenarioOptions {
  /** Stands between the reconciler and the API server; called with the latter's port. */
  gate?: (port: number) => Promise<Gate>;
}

export async function startScenarioWorld(options: ScenarioOptions = {}): Promise<ScenarioWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-scenario-'));
  const git = await startGitServer({ folder: join(folder, 'git') });
  const { cluster, access, ...world } = await startClusterWorld({
    name: 'scenario',
    folder: join(folder, 'cluster'),
    log: () => {},
  });
  await provisionCluster(access('admin'));
  const gate = await options.gate?.(Number(new URL(cluster.url).port));
  const sidecar = gate
    ? await startSidecar({
        kubeconfig: await kubeconfigThrough(gate),
        context: cluster.name,
        storage: join(folder, 'artifacts'),
      })
    : await world.startSidecar().then(world.sidecar);
  const client = createClient(access('admin'));
  const views = new Map<ViewedKind, View>();
  const apply = (...objects: KubernetesObject[]) => applyObjects(client, objects, 'scenario');

  async function kubeconfigThrough({ address }: Gate): Promise<string> {
    const file = join(folder, 'sidecar.kubeconfig');
    const account = cluster.kubeconfig('system:serviceaccount:flux-system:lumen');
    await writeFile(file, account.replaceAll(cluster.url, `https://${address}`), { mode: 0o600 });
    return file;
  }

  return {
    client,
    git,
    apply,
    receiver: () => sidecar.receiver,
    crash: () => sidecar.kill('SIGKILL'),
    recover: () => sidecar.start(),
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
      if (gate) await sidecar.close();
      gate?.close();
      await world.close();
      await git.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
