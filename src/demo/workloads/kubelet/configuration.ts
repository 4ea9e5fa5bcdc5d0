import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import { ApiError } from '../../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../../node/kubernetes/client.ts';
import { pathOf, resource } from '../resource.ts';

/** What a pod cannot start without and does not find, in the kubelet's words. */
export interface Missing {
  volume?: string;
  /** By container. */
  environments: ReadonlyMap<string, string>;
}

export const nothingMissing: Missing = { environments: new Map() };

type Kind = 'Secret' | 'ConfigMap';

interface Reference {
  kind: Kind;
  name: string;
  /** Keys of it that must be there. */
  keys: string[];
  /** The volume or container that names it. */
  by: string;
}

const holders = {
  Secret: resource('v1', 'Secret', 'secrets'),
  ConfigMap: resource('v1', 'ConfigMap', 'configmaps'),
};

/** Every Secret and ConfigMap that a pod's volumes must have. */
function volumeReferences(pod: KubernetesObject): Reference[] {
  return list(record(pod.spec).volumes).flatMap(entry => {
    const { name, secret, configMap, projected } = record(entry);
    const by = text(name) ?? '';
    const sources = [{ secret, configMap }, ...list(record(projected).sources).map(record)];
    return sources.flatMap(source => [
      ...toReference('Secret', source.secret, by),
      ...toReference('ConfigMap', source.configMap, by),
    ]);
  });
}

/** Every Secret and ConfigMap that the environments of a pod's containers must have. */
function environmentReferences(pod: KubernetesObject): Reference[] {
  const { initContainers, containers } = record(pod.spec);
  return [...list(initContainers), ...list(containers)].flatMap(entry => {
    const { name, env, envFrom } = record(entry);
    const by = text(name) ?? '';
    return [
      ...list(envFrom).flatMap(source => [
        ...toReference('Secret', record(source).secretRef, by),
        ...toReference('ConfigMap', record(source).configMapRef, by),
      ]),
      ...list(env).flatMap(variable => {
        const from = record(record(variable).valueFrom);
        return [
          ...toReference('Secret', from.secretKeyRef, by),
          ...toReference('ConfigMap', from.configMapKeyRef, by),
        ];
      }),
    ];
  });
}

function toReference(kind: Kind, source: unknown, by: string): Reference[] {
  const { name, secretName, optional, key, items } = record(source);
  const named = text(secretName) ?? text(name);
  if (!named || optional === true) return [];
  const keys = [key, ...list(items).map(item => record(item).key)].flatMap(one => text(one) ?? []);
  return [{ kind, name: named, keys, by }];
}

/** Asks the API server for what the pod names, each object once. */
export async function findMissing(
  client: KubernetesClient,
  pod: KubernetesObject
): Promise<Missing> {
  const namespace = pod.metadata.namespace ?? '';
  const asked = new Map<string, Promise<Set<string> | undefined>>();
  const keysOf = ({ kind, name }: Reference) => {
    const id = `${kind}/${name}`;
    const answer = asked.get(id) ?? readKeys(client, kind, namespace, name);
    asked.set(id, answer);
    return answer;
  };

  let volume: string | undefined;
  for (const reference of volumeReferences(pod)) {
    const why = whyNot(reference, await keysOf(reference), namespace);
    if (why) volume ??= `MountVolume.SetUp failed for volume "${reference.by}" : ${why}`;
  }
  const environments = new Map<string, string>();
  for (const reference of environmentReferences(pod)) {
    const why = whyNot(reference, await keysOf(reference), namespace);
    if (why && !environments.has(reference.by)) environments.set(reference.by, why);
  }
  return { volume, environments };
}

function whyNot(
  { kind, name, keys }: Reference,
  found: Set<string> | undefined,
  namespace: string
): string | undefined {
  if (!found) return `${kind.toLowerCase()} "${name}" not found`;
  const key = keys.find(one => !found.has(one));
  return key && `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
}

async function readKeys(
  client: KubernetesClient,
  kind: Kind,
  namespace: string,
  name: string
): Promise<Set<string> | undefined> {
  try {
    const path = pathOf(holders[kind], { namespace, name });
    const { data, binaryData } = await client.request<KubernetesObject>({ path });
    return new Set([...Object.keys(record(data)), ...Object.keys(record(binaryData))]);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
