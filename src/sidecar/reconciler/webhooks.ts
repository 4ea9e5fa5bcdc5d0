import { fluxKinds } from '../../core/flux/kinds.ts';
import { requestedAt } from '../../core/flux/markers.ts';
import { conditionOf } from '../../core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { groupOf, versionOf } from '../../core/kubernetes/ref.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { KnownReceiver } from '../http/receiver.ts';
import { messageOf } from './applySet.ts';
import { readToken } from './receiver.ts';

/** Kinds that a Receiver may name without an apiVersion. */
const defaultVersions: Record<string, string> = {
  Bucket: 'source.toolkit.fluxcd.io/v1',
  HelmChart: 'source.toolkit.fluxcd.io/v1',
  HelmRepository: 'source.toolkit.fluxcd.io/v1',
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  OCIRepository: 'source.toolkit.fluxcd.io/v1',
  ImageRepository: 'image.toolkit.fluxcd.io/v1',
  ArtifactGenerator: 'source.extensions.fluxcd.io/v1beta1',
};

/** The Receiver whose path was called. It is read from the API server: a webhook must see the newest. */
export async function findReceiver(
  client: KubernetesClient,
  path: string,
  now: () => number
): Promise<KnownReceiver | undefined> {
  const { items = [] } = await client.request<{ items?: KubernetesObject[] }>({
    path: '/apis/notification.toolkit.fluxcd.io/v1/receivers',
  });
  const receiver = items.find(item => record(item.status).webhookPath === path);
  if (!receiver) return undefined;
  const spec = record(receiver.spec);
  const { namespace = '', name } = receiver.metadata;
  return {
    namespace,
    name,
    type: text(spec.type) ?? '',
    events: list(spec.events).map(String),
    isSuspended: spec.suspend === true,
    isReady: conditionOf(receiver, 'Ready')?.status === 'True',
    token: () => readToken(client, receiver),
    async notify() {
      const time = new Date(now()).toISOString();
      const errors: string[] = [];
      for (const resource of list(spec.resources).map(record)) {
        try {
          await notifyResource(client, resource, namespace, time);
        } catch (error) {
          errors.push(`${resource.kind}/${resource.name}: ${messageOf(error)}`);
        }
      }
      if (errors.length > 0) throw new Error(errors.join('; '));
    },
  };
}

async function notifyResource(
  client: KubernetesClient,
  resource: Record<string, unknown>,
  ownNamespace: string,
  time: string
): Promise<void> {
  const kind = text(resource.kind) ?? '';
  const apiVersion = text(resource.apiVersion) ?? defaultVersions[kind];
  if (!apiVersion) throw new Error(`apiVersion must be specified for kind ${kind}`);
  const [group, version] = [groupOf(apiVersion), versionOf(apiVersion)];
  const known = fluxKinds.find(candidate => candidate.kind === kind && candidate.group === group);
  if (!known) throw new Error(`${apiVersion} ${kind} is no kind of Flux`);
  const namespace = text(resource.namespace) ?? ownNamespace;
  const at = { group, version, plural: known.plural, namespace };
  const annotate = (name: string): Promise<unknown> =>
    client.request({
      method: 'PATCH',
      path: resourcePath({ ...at, name }),
      query: { fieldManager: 'notification-controller' },
      contentType: 'application/merge-patch+json',
      body: { metadata: { annotations: { [requestedAt]: time } } },
    });
  const name = text(resource.name) ?? '';
  if (name !== '*') {
    await annotate(name);
    return;
  }
  const labels = Object.entries(record(resource.matchLabels));
  if (labels.length === 0) {
    throw new Error("matchLabels field not set when using wildcard '*' as name");
  }
  const { items = [] } = await client.request<{ items?: KubernetesObject[] }>({
    path: resourcePath(at),
    query: { labelSelector: labels.map(([key, value]) => `${key}=${value}`).join(',') },
  });
  for (const { metadata } of items) await annotate(metadata.name);
}
