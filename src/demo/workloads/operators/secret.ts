import { createHash } from 'node:crypto';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { ApiError } from '../../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../../node/kubernetes/client.ts';
import { toOwner } from '../controller.ts';
import { pathOf, resource } from '../resource.ts';

const secrets = resource('v1', 'Secret', 'secrets');

/** The keys of a Secret, undefined where there is none. */
export async function secretKeys(
  client: KubernetesClient,
  namespace: string,
  name: string
): Promise<string[] | undefined> {
  try {
    const path = pathOf(secrets, { namespace, name });
    return Object.keys(record((await client.request<KubernetesObject>({ path })).data));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

export interface WantedSecret {
  owner: KubernetesObject;
  name: string;
  type: string;
  keys: string[];
  manager: string;
}

/** Creates a Secret with these keys, or gives them to the one that is there. */
export async function writeSecret(
  client: KubernetesClient,
  { owner, name, type, keys, manager }: WantedSecret,
  isThere: boolean
): Promise<void> {
  const namespace = owner.metadata.namespace ?? '';
  const valueOf = (key: string) => madeUpValue(`${namespace}/${name}/${key}`);
  const data = Object.fromEntries(
    keys.map(key => [key, Buffer.from(valueOf(key)).toString('base64')])
  );
  const metadata = { name, namespace, ownerReferences: [toOwner(owner)] };
  await client.request({
    method: isThere ? 'PATCH' : 'POST',
    path: pathOf(secrets, { namespace, name: isThere ? name : undefined }),
    query: { fieldManager: manager },
    contentType: isThere ? 'application/merge-patch+json' : 'application/json',
    body: isThere ? { data } : { apiVersion: 'v1', kind: 'Secret', metadata, type, data },
  });
}

/** No vault stands behind the demo: a value that is always the same for its name, and looks like none in use. */
function madeUpValue(name: string): string {
  return `demo-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}
