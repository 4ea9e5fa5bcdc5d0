import type { KubernetesObject, ManagedFieldsEntry } from '../../../core/kubernetes/object.ts';
import { apiVersionOf, type ResourceType } from '../schema/resourceType.ts';
import { compare } from './compare.ts';
import { emptyObject } from './emptyObject.ts';
import { difference, isEmptySet, union, withoutSubtrees } from './fieldSet.ts';
import {
  contestedFields,
  type Manager,
  managerKey,
  type Managers,
  mergeOldUpdaters,
  readManagers,
  takeFields,
  writeManagers,
} from './managers.ts';
import { isSameJson } from './sameJson.ts';
import { resetFields, serverFields, withoutManagedFields } from './writableFields.ts';

interface UpdateInput {
  /** Undefined where the object is created. */
  live: KubernetesObject | undefined;
  updated: KubernetesObject;
  type: ResourceType;
  manager: string;
  time: string;
  subresource?: string;
}

/**
 * The updated object with managedFields that say so: what changed belongs to the updater now, what is gone to nobody.
 * `live` itself comes back where nothing changes.
 */
export function trackUpdate(input: UpdateInput): KubernetesObject {
  const { live, type, subresource } = input;
  const updated = withoutManagedFields(input.updated);
  const managers = managersBefore(input);
  // An object whose managers someone cleared is not tracked until it is applied again.
  if (managers.size === 0 && live) return updated;
  const before = withoutManagedFields(live ?? emptyObject(type));

  const reset = resetFields(type, subresource);
  const changes = compare(type.schema, before, updated);
  const added = withoutSubtrees(changes.added, reset);
  const modified = withoutSubtrees(changes.modified, reset);
  const removed = withoutSubtrees(changes.removed, reset);
  // The updater's own entry counts as another's here: it loses what it removes now.
  const contested = contestedFields(managers, '', { added, modified, removed });
  takeFields(managers, '', contested, removed);

  const fields = difference(union(added, modified), serverFields);
  if (!isEmptySet(fields)) {
    const self: Manager = {
      name: input.manager === '' ? 'unknown' : input.manager,
      operation: 'Update',
      apiVersion: apiVersionOf(type),
      subresource: subresource ?? '',
      time: input.time,
      fields,
    };
    const key = managerKey(self);
    const own = managers.get(key)?.fields;
    managers.set(key, own ? { ...self, fields: union(fields, own) } : self);
  }
  mergeOldUpdaters(managers);
  const entries = writeManagers(managers);
  if (live && isSameJson(before, updated) && isSameJson(live.metadata.managedFields, entries))
    return live;
  if (entries.length === 0) return updated;
  return { ...updated, metadata: { ...updated.metadata, managedFields: entries } };
}

/** A client may rewrite the entries of the object that it updates, but not through a subresource. */
function managersBefore({ live, updated, subresource }: UpdateInput): Managers {
  const kept = readManagers(live?.metadata.managedFields ?? []) ?? new Map();
  const sent = updated.metadata.managedFields;
  if (subresource || !sent) return kept;
  if (isReset(sent)) return new Map();
  const rewritten = readManagers(sent);
  return rewritten && rewritten.size > 0 ? rewritten : kept;
}

/** `managedFields: []` or `[{}]`: how a client asks to forget all managers. */
function isReset(entries: readonly ManagedFieldsEntry[]): boolean {
  const [first] = entries;
  return !first || (entries.length === 1 && Object.keys(first).length === 0);
}
