import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { apiVersionOf, type ResourceType } from '../schema/resourceType.ts';
import type { StructuralSchema } from '../schema/structural.ts';
import { ApplyError } from './applyError.ts';
import { compare } from './compare.ts';
import { type ApplyConflict, conflictsOf } from './conflicts.ts';
import { emptyObject } from './emptyObject.ts';
import {
  difference,
  type FieldSet,
  intersection,
  isEmptySet,
  isSameSet,
  union,
  withoutSubtrees,
} from './fieldSet.ts';
import {
  contestedFields,
  type Manager,
  managerKey,
  type Managers,
  readManagers,
  takeFields,
  writeManagers,
} from './managers.ts';
import { merge } from './merge.ts';
import { removeFields } from './removeFields.ts';
import { isSameJson } from './sameJson.ts';
import { toFieldSet, withStructFields } from './toFieldSet.ts';
import { typeErrors } from './typeErrors.ts';
import { withoutNulls } from './withoutNulls.ts';
import { resetFields, serverFields, withoutManagedFields, writablePart } from './writableFields.ts';

interface ApplyInput {
  live: KubernetesObject | undefined;
  applied: KubernetesObject;
  type: ResourceType;
  manager: string;
  force: boolean;
  /** RFC 3339, written where the apply changes something. */
  time: string;
  subresource?: string;
}

/**
 * The object after a server-side apply, its managedFields written, or what stands against it. `live` itself comes back where
 * nothing changes. Defaults, validation and the server's own metadata are the caller's.
 */
export function serverSideApply(
  input: ApplyInput
): { object: KubernetesObject } | { conflicts: ApplyConflict[] } {
  const { type, force, time, subresource } = input;
  checkApplied(input);
  const { schema } = type;
  const live = withoutManagedFields(input.live ?? emptyObject(type));
  const applied = writablePart(input.applied, type, subresource);
  const reset = resetFields(type, subresource);
  const managers = managersBefore(input, live, reset);

  const self: Manager = {
    name: input.manager,
    operation: 'Apply',
    apiVersion: apiVersionOf(type),
    subresource: subresource ?? '',
    fields: withoutSubtrees(toFieldSet(schema, applied), reset),
  };
  const key = managerKey(self);
  const last = managers.get(key);
  managers.set(key, last?.time ? { ...self, time: last.time } : self);

  const merged = merge(schema, live, applied);
  const pruned = last ? prune(schema, merged, last.fields, managers) : merged;
  const { added, modified, removed } = compare(schema, live, pruned);
  const changes = {
    added: withoutSubtrees(added, reset),
    modified: withoutSubtrees(modified, reset),
    removed: withoutSubtrees(removed, reset),
  };
  const contested = contestedFields(managers, key, changes);
  if (!force && contested.size > 0) return { conflicts: conflictsOf(managers, contested) };
  takeFields(managers, key, contested, changes.removed);

  const owned = difference(self.fields, serverFields);
  if (isEmptySet(owned)) managers.delete(key);
  // Only who changes a value is stamped: an apply that agrees with what is there keeps its time, or has none.
  else {
    const stamp = isSameJson(live, pruned) ? last?.time : time;
    managers.set(key, { ...self, fields: owned, ...(stamp ? { time: stamp } : {}) });
  }
  // A built-in type's null is a field that is not there; a custom resource keeps it.
  const values = (type.custom ? pruned : withoutNulls(pruned)) as KubernetesObject;
  if (input.live && isNoChange(input.live, values, managers)) return { object: input.live };
  return { object: withManagers(values, managers) };
}

function checkApplied({ applied, type }: ApplyInput): void {
  if (applied.metadata.managedFields)
    throw new ApplyError(400, 'metadata.managedFields must be nil');
  const errors = typeErrors(type.schema, applied);
  if (errors.length === 0) return;
  const { name, namespace } = applied.metadata;
  const { group, version, kind } = type;
  const where = `${namespace ?? ''}/${name}; ${group}/${version}, Kind=${kind}`;
  const text = errors.length === 1 ? errors[0] : `errors:\n${errors.map(e => `  ${e}`).join('\n')}`;
  throw new ApplyError(500, `failed to create typed patch object (${where}): ${text}`);
}

/** Who owns what so far. Of an object that nobody has applied or tracked, `before-first-apply` owns everything. */
function managersBefore(input: ApplyInput, live: KubernetesObject, reset: FieldSet): Managers {
  const managers = readManagers(input.live?.metadata.managedFields ?? []) ?? new Map();
  if (managers.size > 0 || !input.live) return managers;
  const { added, modified } = compare(input.type.schema, emptyObject(input.type), live);
  const before: Manager = {
    name: 'before-first-apply',
    operation: 'Update',
    apiVersion: apiVersionOf(input.type),
    subresource: input.subresource ?? '',
    time: input.time,
    fields: difference(withoutSubtrees(union(added, modified), reset), serverFields),
  };
  if (!isEmptySet(before.fields)) managers.set(managerKey(before), before);
  return managers;
}

/** Takes out what this manager applied the last time and does not any more, unless someone else owns it. */
function prune(
  schema: StructuralSchema,
  merged: unknown,
  lastFields: FieldSet,
  managers: Managers
): unknown {
  const last = withStructFields(schema, lastFields);
  let owned: FieldSet = {};
  for (const { fields } of managers.values()) owned = union(owned, fields);
  const whole = withStructFields(schema, toFieldSet(schema, merged));
  const left = (value: unknown) => withStructFields(schema, toFieldSet(schema, value));
  const bare = removeFields(schema, merged, last);
  // What others own comes back, with all that it lies in.
  const unowned = difference(whole, union(left(bare), withStructFields(schema, owned)));
  const kept = removeFields(schema, merged, unowned);
  // What nobody owns but lies in a removed item comes back too: only what was this manager's may go.
  const gone = intersection(difference(whole, left(kept)), last);
  return removeFields(schema, merged, gone);
}

function isNoChange(live: KubernetesObject, values: KubernetesObject, managers: Managers): boolean {
  const before = readManagers(live.metadata.managedFields ?? []);
  if (!before || before.size !== managers.size) return false;
  for (const [key, manager] of managers) {
    const old = before.get(key);
    if (old?.apiVersion !== manager.apiVersion) return false;
    if (!isSameSet(old.fields, manager.fields)) return false;
  }
  return isSameJson(withoutManagedFields(live), values);
}

function withManagers(object: KubernetesObject, managers: Managers): KubernetesObject {
  if (managers.size === 0) return object;
  return { ...object, metadata: { ...object.metadata, managedFields: writeManagers(managers) } };
}
