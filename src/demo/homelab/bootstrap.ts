import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { type ClusterAccess, createClient } from '../../node/kubernetes/client.ts';
import { buildKustomization } from '../../node/kustomize.ts';
import { findKustomize } from '../../node/tools.ts';
import { fluxCrds } from '../cluster/schema/fluxCrds.ts';
import { applyObjects } from './applyObjects.ts';
import { readHomelabFiles } from './homelab.ts';
import { operatorCrds } from './operatorCrds.ts';

const deployment = resolve(import.meta.dirname, '../../../deploy/apply');

/**
 * Makes of an empty cluster what its owner made of it before Git took over: the CRDs and namespaces that OpenTofu
 * provisions, Lumen's sidecar, and what `flux bootstrap` applies: the source, the root Kustomization, the Receiver.
 */
export async function bootstrapHomelab(options: {
  access: ClusterAccess;
  /** `noah` unless told: a folder below flux/clusters. */
  cluster?: string;
  /** Where Flux reaches the repository. */
  gitUrl: string;
  /** What the forge signs its webhooks with. */
  webhookSecret: string;
}): Promise<void> {
  const { cluster = 'noah', gitUrl, webhookSecret } = options;
  const folder = `flux/clusters/${cluster}/flux-system`;
  const [files, roles, sidecar] = await Promise.all([
    readHomelabFiles(gitUrl),
    readFile(join(import.meta.dirname, 'bootstrap/roles.yaml'), 'utf8'),
    findKustomize().then(tool =>
      buildKustomization({ tool, folder: deployment, allowFilesAbove: true })
    ),
  ]);
  const committed = (name: string) => {
    const file = files.get(`${folder}/${name}`);
    if (file === undefined)
      throw new Error(`the homelab has no cluster "${cluster}": no ${folder}`);
    return objectsIn(file);
  };

  const client = createClient(options.access);
  try {
    await applyObjects(client, [...fluxCrds(), ...operatorCrds()], 'opentofu');
    await applyObjects(client, [...objectsIn(roles), ...committed('gotk-components.yaml')], 'flux');
    await applyObjects(client, objectsIn(sidecar), 'opentofu');
    await applyObjects(
      client,
      [
        webhookToken(webhookSecret),
        ...committed('cluster-settings.yaml'),
        ...committed('receiver.yaml'),
        ...committed('gotk-sync.yaml'),
      ],
      'flux'
    );
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
