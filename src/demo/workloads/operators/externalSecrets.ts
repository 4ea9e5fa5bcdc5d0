import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import { toTime } from '../controller.ts';
import { resource } from '../resource.ts';
import {
  isReadyObject,
  type OperatorContext,
  type OperatorKind,
  type Outcome,
} from './operator.ts';
import { secretKeys, writeSecret } from './secret.ts';

const apiVersion = 'external-secrets.io/v1';
const retry = 2000;

/** A store works when every Secret is there that its provider's settings name. */
async function settleStore(store: KubernetesObject, { client }: OperatorContext): Promise<Outcome> {
  for (const { namespace, name, key } of secretsNamedIn(record(store.spec).provider)) {
    const where = namespace ?? store.metadata.namespace ?? 'default';
    const keys = await secretKeys(client, where, name);
    if (keys && (!key || keys.includes(key))) continue;
    const message = keys
      ? `cannot find secret data for key: "${key}"`
      : `cannot get Kubernetes secret "${name}" from namespace "${where}": secrets "${name}" not found`;
    return { ready: false, reason: 'InvalidProviderConfig', message, again: retry };
  }
  const status = { capabilities: 'ReadWrite' };
  return { ready: true, reason: 'Valid', message: 'store validated', status };
}

/** Every `…SecretRef` below a provider's settings, however deep. */
function secretsNamedIn(value: unknown): { name: string; namespace?: string; key?: string }[] {
  if (Array.isArray(value)) return value.flatMap(secretsNamedIn);
  return Object.entries(record(value)).flatMap(([field, inner]) => {
    const { name, namespace, key } = record(inner);
    if (!/secretRef$/i.test(field) || typeof name !== 'string') return secretsNamedIn(inner);
    return { name, namespace: text(namespace), key: text(key) };
  });
}

async function settleExternalSecret(
  external: KubernetesObject,
  { client, events, find }: OperatorContext
): Promise<Outcome> {
  const spec = record(external.spec);
  const reference = record(spec.secretStoreRef);
  const kind = reference.kind === 'ClusterSecretStore' ? 'ClusterSecretStore' : 'SecretStore';
  const storeName = text(reference.name) ?? '';
  const namespace = external.metadata.namespace ?? '';
  const store = find(kind, kind === 'SecretStore' ? namespace : '', storeName);
  if (!store || !isReadyObject(store)) {
    const why = store
      ? `the desired ${kind} ${storeName} is not ready`
      : `could not get ${kind} "${storeName}", not found`;
    events.record(external, 'Warning', 'UpdateFailed', why);
    const message = 'could not get secret data from provider';
    return { ready: false, reason: 'SecretSyncedError', message };
  }
  const target = record(spec.target);
  const name = text(target.name) ?? external.metadata.name;
  const keys = list(spec.data).flatMap(entry => text(record(entry).secretKey) ?? []);
  const there = await secretKeys(client, namespace, name);
  const isSynced = there !== undefined && keys.every(key => there.includes(key));
  if (!isSynced) {
    const type = text(record(target.template).type) ?? 'Opaque';
    const manager = 'externalsecrets.external-secrets.io';
    await writeSecret(client, { owner: external, name, type, keys, manager }, there !== undefined);
    events.record(external, 'Normal', there ? 'Updated' : 'Created', 'secret synced');
  }
  const refreshed = isSynced ? text(record(external.status).refreshTime) : undefined;
  const status = { refreshTime: refreshed ?? toTime(Date.now()), binding: { name } };
  return { ready: true, reason: 'SecretSynced', message: 'secret synced', status };
}

export const externalSecretKinds: OperatorKind[] = [
  { resource: resource(apiVersion, 'SecretStore', 'secretstores'), settle: settleStore },
  {
    resource: resource(apiVersion, 'ClusterSecretStore', 'clustersecretstores'),
    settle: settleStore,
  },
  {
    resource: resource(apiVersion, 'ExternalSecret', 'externalsecrets'),
    settle: settleExternalSecret,
    waitsFor: ['SecretStore', 'ClusterSecretStore'],
  },
];
