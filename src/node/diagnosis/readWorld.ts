import {
  type AppliedRead,
  appliedReads,
  belowReads,
  controllerReads,
  leaseReads,
} from '../../core/diagnosis/reads.ts';
import type { DiagnosisWorld } from '../../core/diagnosis/world.ts';
import { inventoryOf } from '../../core/flux/inventory.ts';
import { fluxKinds } from '../../core/flux/kinds.ts';
import { createGraph } from '../../core/graph/graph.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { record, text } from '../../core/kubernetes/object.ts';
import { refKey } from '../../core/kubernetes/ref.ts';
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

/**
 * Reads once what a diagnosis looks at: Events, Flux's objects, what they applied by the kinds of their inventories, and
 * below what is not healthy the Pods. Forbidden and missing kinds are left out, and told.
 */
export async function readWorld(client: KubernetesClient, signal: AbortSignal): Promise<ReadWorld> {
  const collections = await createCollections(client, signal);
  const now = client.now();
  const graph = createGraph();
  const unread: ReadWorld['unread'] = [];
  const read = new Set<string>();

  async function take(collection: Collection, labelSelector?: string, namespace?: string) {
    const query = labelSelector ? { labelSelector } : undefined;
    const answer = await collections.list(collection, { query, namespace });
    const place = `${collection.group}/${collection.kind}/${namespace ?? ''}`;
    if ('why' in answer) unread.push({ what: answer.what, why: answer.why });
    else {
      if (!query) read.add(place);
      answer.items.forEach(object => graph.set(object));
    }
    return 'items' in answer ? answer.items : [];
  }

  /** Kinds that are not served are not there, and nothing to tell. */
  async function takeAll(reads: Iterable<AppliedRead & { namespace?: string }>) {
    const taken = [...reads].map(async ({ kind, labelSelector, namespace }) => {
      const collection = collections.ofKind(kind.group, kind.kind);
      if (collection) await take(collection, labelSelector, namespace);
    });
    await Promise.all(taken);
  }

  // Before what they are about: of an object read first, a failure would be known that it does not show yet.
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

  const flux = fluxKinds.flatMap(
    kind => collections.ofKind(kind.group, kind.kind, kind.versions) ?? []
  );
  const served = new Set(flux.map(({ kind }) => kind));
  const appliers = (await Promise.all(flux.map(collection => take(collection)))).flat();
  for (const { kind } of fluxKinds) {
    if (!served.has(kind)) unread.push({ what: kind, why: 'not installed' });
  }

  await takeAll([...appliedReads(appliers), ...controllerReads]);
  await takeAll([...belowReads(graph.objects(), now), ...leaseReads(graph.objects())]);

  const applied = new Set(appliers.flatMap(inventoryOf).map(refKey));
  const checked = [...applied].filter(key => graph.node(key)?.object).length;
  return {
    now,
    graph,
    served: collections.served,
    isRead: ({ group, kind, namespace }) =>
      read.has(`${group}/${kind}/`) || read.has(`${group}/${kind}/${namespace}`),
    eventsOf: ref => events.get(`${ref.kind}/${ref.namespace}/${ref.name}`) ?? [],
    eventsIn: namespace =>
      'why' in warnings
        ? undefined
        : warnings.items.filter(event => event.metadata.namespace === namespace),
    unread,
    checked,
    notChecked: applied.size - checked,
  };
}
