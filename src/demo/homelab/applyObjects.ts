import { setTimeout as sleep } from 'node:timers/promises';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { groupOf, refText, toRef, versionOf } from '../../core/kubernetes/ref.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

/** How long a kind may take to be served after its CRD was created, in milliseconds. */
const patience = 10_000;

/** Applies objects one after another on the server, as `manager`. Kinds of CRDs among them are waited for. */
export async function applyObjects(
  client: KubernetesClient,
  objects: readonly KubernetesObject[],
  manager: string
): Promise<void> {
  const resources = new Map<string, Record<string, unknown>>();
  for (const object of objects) {
    const key = `${object.apiVersion}/${object.kind}`;
    const resource = resources.get(key) ?? (await findResource(client, object));
    resources.set(key, resource);
    await client.request({
      method: 'PATCH',
      path: resourcePath({
        group: groupOf(object.apiVersion),
        version: versionOf(object.apiVersion),
        plural: text(resource.name) ?? '',
        namespace: resource.namespaced === true ? object.metadata.namespace : undefined,
        name: object.metadata.name,
      }),
      query: { fieldManager: manager, force: true },
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
  }
}

async function findResource(
  client: KubernetesClient,
  object: KubernetesObject
): Promise<Record<string, unknown>> {
  const [group, version] = [groupOf(object.apiVersion), versionOf(object.apiVersion)];
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const until = Date.now() + patience;
  for (;;) {
    const served = await client.request<{ resources?: unknown }>({ path }).catch(() => undefined);
    const found = list(served?.resources)
      .map(record)
      .find(({ kind, name }) => kind === object.kind && !text(name)?.includes('/'));
    if (found) return found;
    if (Date.now() > until) {
      throw new Error(
        `${refText(toRef(object))}: the cluster serves no ${object.kind} in ${object.apiVersion}`
      );
    }
    await sleep(50);
  }
}
