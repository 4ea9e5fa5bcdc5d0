import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { conditionOf } from '../../../src/core/kubernetes/conditions.ts';
import type { KubernetesObject } from '../../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../../src/core/kubernetes/path.ts';
import { type ClusterWorld, startClusterWorld } from '../../../src/demo/clusterWorld.ts';
import { applyObjects } from '../../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../../src/demo/homelab/bootstrap.ts';
import { buildGoTools, planeTools } from '../../../src/demo/plane/goTools.ts';
import { startPlaneWorld } from '../../../src/demo/plane/planeWorld.ts';
import { createClient, type KubernetesClient } from '../../../src/node/kubernetes/client.ts';
import { createView, type View, type ViewedKind } from '../../scenario/view.ts';

/** One of the two worlds that are compared, with Flux's kinds and something that reconciles them. */
export interface Side {
  name: 'Flux' | 'Lumen';
  client: KubernetesClient;
  /** A file that commands take. */
  kubeconfig: string;
  view(kind: ViewedKind): View;
  close(): Promise<void>;
}

/** Our sidecar on the embedded cluster. */
export function startLumenSide(): Promise<Side> {
  return startSide('Lumen', folder =>
    startClusterWorld({ name: 'compared', folder, log: () => {} })
  );
}

/** Flux's own controllers on a real control plane: one that no other suite stops or kills meanwhile. */
export async function startFluxSide(): Promise<Side> {
  const tools = await buildGoTools(planeTools);
  return startSide('Flux', folder =>
    startPlaneWorld({ name: 'compared', folder, tools, log: () => {} })
  );
}

async function startSide(
  name: Side['name'],
  start: (folder: string) => Promise<ClusterWorld>
): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), `lumen-${name.toLowerCase()}-`));
  const world = await start(folder);
  const client = createClient(world.access('admin'));
  // The demo's own operators are nothing to compare, and a real API server would not have all of them.
  const { installation } = world;
  if (installation) {
    await applyObjects(client, [...installation.flux, ...installation.crds], 'flux');
    await Promise.all(installation.crds.map(crd => established(client, crd)));
  } else await provisionCluster(world.access('admin'));
  await world.startReconciler();
  const views = new Map<ViewedKind, View>();
  return {
    name,
    client,
    kubeconfig: world.kubeconfigFile('admin'),
    view(kind) {
      const view = views.get(kind) ?? createView(client, kind);
      views.set(kind, view);
      return view;
    },
    async close() {
      views.forEach(view => view.close());
      client.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Controllers that start earlier end at once. */
async function established(client: KubernetesClient, crd: KubernetesObject): Promise<void> {
  const plural = 'customresourcedefinitions';
  const group = 'apiextensions.k8s.io';
  const path = resourcePath({ group, version: 'v1', plural, name: crd.metadata.name });
  for (;;) {
    const live = await client.request<KubernetesObject>({ path });
    if (conditionOf(live, 'Established')?.status === 'True') return;
    await sleep(50);
  }
}
