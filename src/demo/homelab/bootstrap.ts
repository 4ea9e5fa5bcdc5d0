import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { createClient, type KubernetesClient } from '../../node/kubernetes/client.ts';
import type { ClusterAccess } from '../../node/kubernetes/clusterAccess.ts';
import { buildKustomization } from '../../node/kustomize.ts';
import { findKustomize } from '../../node/tools.ts';
import { fluxCrds } from '../cluster/schema/fluxCrds.ts';
import { applyObjects } from './applyObjects.ts';
import { readHomelabFiles } from './homelab.ts';
import { operatorCrds } from './operatorCrds.ts';

const deploy = resolve(import.meta.dirname, '../../../deploy');

/** Who reconciles, and with what rights and kinds: all that is in a cluster before anything is reconciled. */
export interface Installation {
  /** Flux's. */
  crds: readonly KubernetesObject[];
  /** Flux itself, where it is not Lumen that reconciles. */
  flux: readonly KubernetesObject[];
  /** The folder of deploy/ that holds the sidecar's manifests. */
  sidecar: 'apply' | 'base';
}

const withoutFlux: Installation = { crds: fluxCrds(), flux: [], sidecar: 'apply' };

/**
 * Makes of an empty cluster what its owner made of it before Git took over: what OpenTofu provisions, and what
 * `flux bootstrap` applies: the source, the root Kustomization, the Receiver and its token.
 */
export async function bootstrapHomelab(options: {
  access: ClusterAccess;
  /** `noah` unless told: a folder below flux/clusters. */
  cluster?: string;
  /** Where Flux reaches the repository. */
  gitUrl: string;
  /** What the forge signs its webhooks with. */
  webhookSecret: string;
  installation?: Installation;
}): Promise<void> {
  const { access, cluster = 'noah', gitUrl, webhookSecret } = options;
  const files = await readHomelabFiles(gitUrl);
  const committed = (name: string) => {
    const path = `flux/clusters/${cluster}/flux-system/${name}`;
    const file = files.get(path);
    if (file === undefined) throw new Error(`the homelab has no cluster "${cluster}": no ${path}`);
    return objectsIn(file);
  };
  const objects = [
    ...committed('gotk-components.yaml'),
    webhookToken(webhookSecret),
    ...committed('cluster-settings.yaml'),
    ...committed('receiver.yaml'),
    ...committed('gotk-sync.yaml'),
  ];
  await provisionCluster(access, options.installation);
  await withClient(access, client => applyObjects(client, objects, 'flux'));
}

/** The kinds, roles and namespace that Flux and Lumen need, and the sidecar's own manifests. Nothing is reconciled yet. */
export async function provisionCluster(
  access: ClusterAccess,
  { crds, flux, sidecar: variant }: Installation = withoutFlux
): Promise<void> {
  const tool = await findKustomize();
  const [roles, sidecar] = await Promise.all([
    readFile(join(import.meta.dirname, 'bootstrap/roles.yaml'), 'utf8'),
    buildKustomization({ tool, folder: join(deploy, variant), allowFilesAbove: true }),
  ]);
  const own = [...operatorCrds(), ...objectsIn(roles), ...objectsIn(sidecar)];
  const objects = [...crds, ...flux, ...own];
  await withClient(access, client => applyObjects(client, objects, 'opentofu'));
}

async function withClient(
  access: ClusterAccess,
  use: (client: KubernetesClient) => Promise<void>
): Promise<void> {
  const client = createClient(access);
  try {
    await use(client);
  } finally {
    client.close();
  }
}

/** The one secret that is in no Git repository: the forge knows it too. */
function webhookToken(token: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'webhook-token', namespace: 'flux-system' },
    type: 'Opaque',
    data: { token: Buffer.from(token).toString('base64') },
  };
}

function objectsIn(yaml: string): KubernetesObject[] {
  return parseAllDocuments(yaml)
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null);
}
