import { compareForApply } from '../../core/flux/applyOrder.ts';
import { isKept } from '../../core/flux/fate.ts';
import type { InventoryEntry } from '../../core/flux/inventory.ts';
import { ownerLabels } from '../../core/flux/markers.ts';
import { refText } from '../../core/kubernetes/ref.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { type Change, getLive, messageOf } from './applySet.ts';
import type { Resources } from './resources.ts';

/** Objects could not be deleted: they stay in the inventory, so that the next run tries again. */
export class PruneFailed extends Error {
  readonly survivors: InventoryEntry[];
  readonly changes: Change[];

  constructor(message: string, survivors: InventoryEntry[], changes: Change[]) {
    super(message);
    this.survivors = survivors;
    this.changes = changes;
  }
}

interface PruneOptions {
  client: KubernetesClient;
  resources: Resources;
  owner: { name: string; namespace: string };
  signal?: AbortSignal;
}

/** Deletes what the owner applied before and does not any more, in the reverse order of applying. */
export async function prune(
  entries: readonly InventoryEntry[],
  options: PruneOptions
): Promise<Change[]> {
  const changes: Change[] = [];
  const survivors: InventoryEntry[] = [];
  let errors = '';
  for (const entry of [...entries].sort(compareForApply).reverse()) {
    const { version, ...ref } = entry;
    try {
      changes.push({ ref, version, action: await pruneOne(entry, options) });
    } catch (error) {
      options.signal?.throwIfAborted();
      survivors.push(entry);
      errors += `${messageOf(error)};`;
    }
  }
  if (errors) throw new PruneFailed(`delete failed, errors: ${errors}`, survivors, changes);
  return changes;
}

async function pruneOne(
  entry: InventoryEntry,
  options: PruneOptions
): Promise<'deleted' | 'skipped'> {
  const { client, resources, owner, signal } = options;
  const { group, kind, namespace, name, version } = entry;
  const apiVersion = group ? `${group}/${version}` : version;
  const fail = (doing: string) => (error: unknown) => {
    throw new Error(`${refText(entry)} ${doing} failed: ${messageOf(error)}`);
  };
  const path = await resources.pathOf({ apiVersion, kind, namespace, name }).catch(fail('query'));
  const live = await getLive(client, path, signal).catch(fail('query'));
  if (!live) return 'deleted';
  // Whoever moved an object to another owner, or took its labels off, keeps it.
  const isOwned = Object.entries(ownerLabels(owner)).every(
    ([label, value]) => live.metadata.labels?.[label] === value
  );
  if (!isOwned || isKept(live)) return 'skipped';
  const body = { propagationPolicy: 'Background', preconditions: { uid: live.metadata.uid } };
  await client.request({ method: 'DELETE', path, body, signal }).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 404)) fail('delete')(error);
  });
  return 'deleted';
}
