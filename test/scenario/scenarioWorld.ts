import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { ApiError } from '../../src/node/kubernetes/apiError.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import type { ClusterAccess } from '../../src/node/kubernetes/clusterAccess.ts';
import { sharedPlane } from '../cluster/sharedPlane.ts';
import { type EmbeddedClusterOptions, startEmbeddedCluster } from './embeddedCluster.ts';
import { gitRepository } from './manifests.ts';
import { createView, type View, type ViewedKind } from './view.ts';
import { cloneInto, type WorkingCopy } from './workingCopy.ts';

/** A cluster with Flux's kinds and something that reconciles them, whichever it is. */
export interface ScenarioCluster {
  access(user: string): ClusterAccess;
  /** Where webhooks of the cluster are received. */
  receiver(): string;
  /** Ends the reconciler as a crash would, and starts it again. */
  crash(): Promise<void>;
  recover(): Promise<void>;
  sidecar: ScenarioSidecar;
  close(): Promise<void>;
}

/** Lumen's own part of the cluster; where nothing else reconciles, it is the reconciler too. */
export interface ScenarioSidecar {
  /** The folder of its storage. */
  storage: string;
  /** What it says. */
  logFile: string;
  /** As `crash` and `recover`. */
  crash(): Promise<void>;
  recover(): Promise<void>;
}

/** A cluster, a forge, and what a scenario does with them. Scenarios never ask which cluster it is. */
export interface ScenarioWorld extends ScenarioCluster {
  client: KubernetesClient;
  git: GitServer;
  view(kind: ViewedKind): View;
  apply(...objects: KubernetesObject[]): Promise<void>;
  /** A namespace and a repository of a scenario's own. */
  place(name: string): Promise<Place>;
  /** A place with a first commit, its source, and nothing else yet. */
  placeWith(name: string, files: Record<string, string>): Promise<Place>;
}

export interface Place extends WorkingCopy {
  namespace: string;
  repository: string;
}

export async function startScenarioWorld(
  options: Omit<EmbeddedClusterOptions, 'folder'> = {}
): Promise<ScenarioWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-scenario-'));
  const git = await startGitServer({ folder: join(folder, 'git') });
  const cluster: ScenarioCluster =
    sharedPlane() ?? (await startEmbeddedCluster({ ...options, folder: join(folder, 'cluster') }));
  const client = createClient(cluster.access('admin'));
  const views = new Map<ViewedKind, View>();
  const places: string[] = [];
  const apply = (...objects: KubernetesObject[]) => applyObjects(client, objects, 'scenario');

  async function place(name: string): Promise<Place> {
    const repository = `scenario/${name}`;
    places.push(name);
    await git.create(repository);
    // The cluster may be shared by all scenarios, and two in one namespace would change each other's source.
    await client
      .request({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name } } })
      .catch(error => {
        if (!(error instanceof ApiError && error.status === 409)) throw error;
        throw new Error(`the place ${name} is another scenario's: give this one its own name`);
      });
    const copy = await cloneInto(join(folder, name), git.urlOf(repository));
    return { ...copy, namespace: name, repository };
  }

  return {
    client,
    git,
    apply,
    access: cluster.access,
    receiver: cluster.receiver,
    crash: cluster.crash,
    recover: cluster.recover,
    sidecar: cluster.sidecar,
    view(kind) {
      const view = views.get(kind) ?? createView(client, kind);
      views.set(kind, view);
      return view;
    },
    place,
    async placeWith(name, files) {
      const made = await place(name);
      await made.push('Begin', files);
      await apply(gitRepository(made, git.urlOf(made.repository)));
      return made;
    },
    async close() {
      views.forEach(view => view.close());
      // The cluster may be others' too: what is left here must not keep its reconciler busy.
      for (const name of places) await suspendAll(client, name);
      client.close();
      await cluster.close();
      await git.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function suspendAll(client: KubernetesClient, namespace: string): Promise<void> {
  for (const [group, plural] of [
    ['source.toolkit.fluxcd.io', 'gitrepositories'],
    ['kustomize.toolkit.fluxcd.io', 'kustomizations'],
  ] as const) {
    const at = { group, version: 'v1', plural, namespace };
    const { items } = await client.request<{ items: KubernetesObject[] }>({
      path: resourcePath(at),
    });
    for (const { metadata } of items) {
      const path = resourcePath({ ...at, name: metadata.name });
      const contentType = 'application/merge-patch+json';
      await client
        .request({ method: 'PATCH', path, contentType, body: { spec: { suspend: true } } })
        .catch(error => {
          // What was being deleted may be gone by now.
          if (!(error instanceof ApiError && error.status === 404)) throw error;
        });
    }
  }
}
