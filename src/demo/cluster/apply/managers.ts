import type { ManagedFieldsEntry } from '../../../core/kubernetes/object.ts';
import type { Comparison } from './compare.ts';
import { difference, type FieldSet, intersection, isEmptySet, sorted, union } from './fieldSet.ts';

/** Who set what, and when: one entry of `metadata.managedFields`, ready to compute with. */
export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
  time?: string;
  fields: FieldSet;
}

/** Managers by identity. An applier is the same whatever version it applies; an updater is another one in another version. */
export type Managers = Map<string, Manager>;

export function managerKey(manager: Omit<Manager, 'fields' | 'time'>): string {
  const version = manager.operation === 'Apply' ? '' : manager.apiVersion;
  return JSON.stringify([manager.name, manager.operation, version, manager.subresource]);
}

/** Undefined where an entry is not one that the API server could have written. */
export function readManagers(entries: readonly ManagedFieldsEntry[]): Managers | undefined {
  const managers: Managers = new Map();
  for (const entry of entries) {
    const { operation, apiVersion } = entry;
    if (operation !== 'Apply' && operation !== 'Update') return undefined;
    if (!apiVersion || entry.fieldsType !== 'FieldsV1') return undefined;
    const manager: Manager = {
      name: entry.manager ?? '',
      operation,
      apiVersion,
      subresource: entry.subresource ?? '',
      ...(entry.time ? { time: entry.time } : {}),
      fields: (entry.fieldsV1 ?? {}) as FieldSet,
    };
    managers.set(managerKey(manager), manager);
  }
  return managers;
}

/** As the API server lists them: appliers first, then by second of time, name, version and subresource. */
export function writeManagers(managers: Managers): ManagedFieldsEntry[] {
  return [...managers.values()].sort(byRank).map(manager => ({
    manager: manager.name,
    operation: manager.operation,
    apiVersion: manager.apiVersion,
    ...(manager.time ? { time: manager.time } : {}),
    fieldsType: 'FieldsV1',
    fieldsV1: sorted(manager.fields),
    ...(manager.subresource ? { subresource: manager.subresource } : {}),
  }));
}

function byRank(a: Manager, b: Manager): number {
  return (
    byText(a.operation, b.operation) ||
    seconds(a.time) - seconds(b.time) ||
    byText(a.name, b.name) ||
    byText(a.apiVersion, b.apiVersion) ||
    byText(a.subresource, b.subresource)
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function seconds(time: string | undefined): number {
  const milliseconds = time ? Date.parse(time) : 0;
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000);
}

/** What each other manager would lose to a change: the fields that it owns and that get another value. */
export function contestedFields(
  managers: Managers,
  self: string,
  { added, modified }: Comparison
): Map<string, FieldSet> {
  const changed = union(added, modified);
  const result = new Map<string, FieldSet>();
  for (const [key, manager] of managers) {
    if (key === self) continue;
    const lost = intersection(manager.fields, changed);
    if (!isEmptySet(lost)) result.set(key, lost);
  }
  return result;
}

/** Takes from every manager but `self` what it lost and what is gone, and drops who is left with nothing. */
export function takeFields(
  managers: Managers,
  self: string,
  contested: Map<string, FieldSet>,
  removed: FieldSet
): void {
  for (const [key, manager] of managers) {
    let fields = manager.fields;
    if (key !== self) {
      const lost = contested.get(key);
      if (lost) fields = difference(fields, lost);
      if (!isEmptySet(removed)) fields = difference(fields, removed);
    }
    if (isEmptySet(fields)) managers.delete(key);
    else if (fields !== manager.fields) managers.set(key, { ...manager, fields });
  }
}

/** An object has at most so many updaters; the oldest of one version then become `ancient-changes`. */
const maxUpdaters = 10;

export function mergeOldUpdaters(managers: Managers): void {
  const updaters = [...managers].filter(([, manager]) => manager.operation === 'Update');
  let count = updaters.length;
  if (count <= maxUpdaters) return;
  updaters.sort(([a, x], [b, y]) => seconds(x.time) - seconds(y.time) || byText(a, b));
  const first = new Map<string, string>();
  for (const [key, manager] of updaters) {
    if (count <= maxUpdaters) return;
    const bucket = { ...manager, name: 'ancient-changes', subresource: '' };
    const earlier = first.get(manager.apiVersion);
    if (earlier === undefined) {
      first.set(manager.apiVersion, key);
      continue;
    }
    const bucketKey = managerKey(bucket);
    const before = managers.get(bucketKey) ?? managers.get(earlier);
    if (!managers.has(bucketKey)) managers.delete(earlier);
    managers.delete(key);
    managers.set(bucketKey, { ...bucket, fields: union(manager.fields, before?.fields ?? {}) });
    count -= 1;
  }
}
