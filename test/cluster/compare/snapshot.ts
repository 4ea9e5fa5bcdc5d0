import { parseInventoryId } from '../../../src/core/flux/inventory.ts';
import { conditionsOf } from '../../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../../src/core/kubernetes/path.ts';
import { ApiError } from '../../../src/node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../../src/node/kubernetes/client.ts';
import { artifactEntries } from './artifactEntries.ts';
import { normalisedObject, normalisedText } from './normalised.ts';

/** What a world is after a step, in values that both worlds must share. */
export interface Snapshot {
  source: unknown;
  /** The archive's entries. */
  artifact: string[];
  kustomizations: Record<string, unknown>;
  /** By inventory id: all that any inventory named so far; null where it is gone. */
  objects: Record<string, unknown>;
}

/** The objects of a step as they were at its end, none where there is none. */
export interface Ends {
  source?: KubernetesObject;
  kustomizations: Readonly<Record<string, KubernetesObject | undefined>>;
}

/** `seen` gathers the inventory ids of both worlds: what one applies the other must have, too. */
export async function takeSnapshot(
  { source, ...ends }: Ends,
  seen: Map<string, string>
): Promise<Snapshot> {
  const kustomizations: Record<string, unknown> = {};
  for (const [name, object] of Object.entries(ends.kustomizations)) {
    kustomizations[name] = object ? kustomizationFacts(object) : null;
    for (const { id, v } of list(record(record(object?.status).inventory).entries).map(record)) {
      seen.set(String(id), String(v));
    }
  }
  const url = text(record(record(source?.status).artifact).url);
  return {
    source: source && sourceFacts(source),
    artifact: url ? await artifactEntries(url) : [],
    kustomizations,
    objects: {},
  };
}

export async function readObjects(
  client: KubernetesClient,
  ids: ReadonlyMap<string, string>
): Promise<Record<string, unknown>> {
  const plurals = new Map<string, Promise<Record<string, unknown> | undefined>>();
  const found = await Promise.all(
    [...ids].sort().map(async ([id, version]) => {
      const ref = parseInventoryId(id);
      if (!ref) throw new Error(`${id} is no inventory id`);
      const { group, kind, name, namespace } = ref;
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      const served = plurals.get(`${root} ${kind}`) ?? findResource(client, root, kind);
      plurals.set(`${root} ${kind}`, served);
      const plural = text((await served)?.name);
      if (!plural) return [id, null] as const;
      const live = await read(client, resourcePath({ group, version, plural, namespace, name }));
      return [id, live ? normalisedObject(live) : null] as const;
    })
  );
  return Object.fromEntries(found);
}

async function findResource(
  client: KubernetesClient,
  path: string,
  kind: string
): Promise<Record<string, unknown> | undefined> {
  const served = await client.request<{ resources?: unknown }>({ path }).catch(() => undefined);
  return list(served?.resources)
    .map(record)
    .find(resource => resource.kind === kind && !text(resource.name)?.includes('/'));
}

async function read(client: KubernetesClient, path: string): Promise<KubernetesObject | undefined> {
  try {
    return await client.request<KubernetesObject>({ path });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function sourceFacts(object: KubernetesObject): unknown {
  const { artifact, lastHandledReconcileAt, observedGeneration, observedIgnore } = record(
    object.status
  );
  const { path, revision } = record(artifact);
  return {
    ...commonFacts(object),
    artifact: { path, revision },
    lastHandledReconcileAt,
    observedGeneration,
    observedIgnore,
  };
}

function kustomizationFacts(object: KubernetesObject): unknown {
  const { history, inventory, ...rest } = record(object.status);
  return {
    ...rest,
    ...commonFacts(object),
    inventory: list(record(inventory).entries),
    history: list(history)
      .map(record)
      .map(({ lastReconciledStatus, metadata }) => ({ lastReconciledStatus, metadata })),
  };
}

function commonFacts(object: KubernetesObject): Record<string, unknown> {
  const { finalizers, generation, deletionTimestamp } = object.metadata;
  return {
    conditions: Object.fromEntries(
      conditionsOf(object).map(({ type, status, reason, message, observedGeneration }) => [
        type,
        { status, reason, message: normalisedText(message ?? ''), observedGeneration },
      ])
    ),
    finalizers,
    generation,
    isEnding: deletionTimestamp !== undefined,
  };
}
