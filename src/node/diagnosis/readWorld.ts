import type { DiagnosisWorld } from '../../core/diagnosis/world.ts';
import { inventoryOf } from '../../core/flux/inventory.ts';
import { fluxKinds } from '../../core/flux/kinds.ts';
import { createGraph } from '../../core/graph/graph.ts';
import { health } from '../../core/kubernetes/health.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { record, text } from '../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../core/kubernetes/ref.ts';
import type { KubernetesClient } from '../kubernetes/client.ts';
import { type Collection, createCollections } from './collections.ts';

/** What was read of a cluster for a diagnosis, and what was not. */
export interface ReadWorld extends DiagnosisWorld {
  /** The collections that could not be read, each with the reason in words. */
  unread: { what: string; why: string }[];
  /** Applied objects that nobody looked at. */
  notChecked: number;
  /** Applied objects that were looked at. */
  checked: number;
}

const ownerLabels = ['kustomize.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/name'];
/** Kinds below workloads, which only matter where one is not healthy. */
const below: readonly Collection[] = [
  { group: 'apps', version: 'v1', kind: 'ReplicaSet', plural: 'replicasets' },
  { group: '', version: 'v1', kind: 'Pod', plural: 'pods' },
];
/** What a missing Secret may come from. */
const makers = new Set([
  'ExternalSecret',
  'SecretStore',
  'ClusterSecretStore',
  'Certificate',
  'Issuer',
]);

/**
 * Reads once what a diagnosis looks at: Flux's objects, what they applied by the kinds of their inventories, and below
 * what is not healthy the Pods and Events. Forbidden and missing kinds are left out, and told.
 */
export async function readWorld(
  client: KubernetesClient,
  signal: AbortSignal,
  now = Date.now()
): Promise<ReadWorld> {
  const collections = await createCollections(client, signal);
  const graph = createGraph();
  const unread: ReadWorld['unread'] = [];
  const read = new Set<string>();

  async function take(collection: Collection, query?: Record<string, string>, namespace?: string) {
    const answer = await collections.list(collection, { query, namespace });
    const place = `${collection.group}/${collection.kind}/${namespace ?? ''}`;
    if ('why' in answer) unread.push({ what: answer.what, why: answer.why });
    else {
      if (!query) read.add(place);
      answer.items.forEach(object => graph.set(object));
    }
    return 'items' in answer ? answer.items : [];
  }

  const flux = fluxKinds.flatMap(
    kind => collections.ofKind(kind.group, kind.kind, kind.versions) ?? []
  );
  const served = new Set(flux.map(({ kind }) => kind));
  const appliers = (await Promise.all(flux.map(collection => take(collection)))).flat();
  for (const { kind } of fluxKinds) {
    if (!served.has(kind)) unread.push({ what: kind, why: 'not installed' });
  }

  const inventories = appliers.flatMap(inventoryOf);
  const kinds = new Map(inventories.map(ref => [`${ref.group}/${ref.kind}`, ref]));
  const isFlux = (ref: ObjectRef) =>
    fluxKinds.some(kind => kind.group === ref.group && kind.kind === ref.kind);
  await Promise.all(
    [...kinds.values()].flatMap(ref => {
      const collection = isFlux(ref) ? undefined : collections.ofKind(ref.group, ref.kind);
      // A Secret is as healthy as it will ever be, and its values are nobody's business.
      if (!collection || ref.kind === 'Secret' || ref.kind === 'ConfigMap') return [];
      return makers.has(ref.kind)
        ? [take(collection)]
        : ownerLabels.map(labelSelector => take(collection, { labelSelector }));
    })
  );

  const unhealthy = new Set<string>();
  for (const object of graph.objects()) {
    const { namespace } = object.metadata;
    if (namespace && !isFlux(toRef(object)) && health(object, now).status !== 'Current')
      unhealthy.add(namespace);
  }
  await Promise.all(
    [...unhealthy].flatMap(namespace => below.map(kind => take(kind, undefined, namespace)))
  );

  const events = new Map<string, KubernetesObject[]>();
  const eventKind = { group: '', version: 'v1', kind: 'Event', plural: 'events' };
  const warnings = await collections.list(eventKind, { query: { fieldSelector: 'type=Warning' } });
  if ('why' in warnings) unread.push({ what: 'Event', why: warnings.why });
  else {
    for (const event of warnings.items) {
      const { kind, namespace, name } = record(event.involvedObject);
      const key = `${text(kind)}/${text(namespace) ?? ''}/${text(name)}`;
      events.set(key, [...(events.get(key) ?? []), event]);
    }
  }

  const applied = new Set(inventories.map(refKey));
  const checked = [...applied].filter(key => graph.node(key)?.object).length;
  return {
    now,
    graph,
    isRead: ({ group, kind, namespace }) =>
      read.has(`${group}/${kind}/`) || read.has(`${group}/${kind}/${namespace}`),
    eventsOf: ref => events.get(`${ref.kind}/${ref.namespace}/${ref.name}`) ?? [],
    unread,
    checked,
    notChecked: applied.size - checked,
  };
}
