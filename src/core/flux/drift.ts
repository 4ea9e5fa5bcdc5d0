import { type KubernetesObject, type ManagedFieldsEntry, record } from '../kubernetes/object.ts';

/**
 * Whether a server-side dry-run differs from what lives, as Flux decides it: labels, annotations, and everything but
 * metadata and status. Empty and absent are the same.
 */
export function hasDrifted(live: KubernetesObject, dryRun: KubernetesObject): boolean {
  return (
    !isSame(live.metadata.labels, dryRun.metadata.labels) ||
    !isSame(live.metadata.annotations, dryRun.metadata.annotations) ||
    !isSame(body(live), body(dryRun))
  );
}

function body({ metadata: _metadata, status: _status, ...rest }: KubernetesObject): unknown {
  return rest;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSame(item, b[index]));
  }
  const [left, right] = [record(a), record(b)];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every(key => isSame(left[key], right[key]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

interface JsonPatchStep {
  op: 'remove' | 'replace';
  path: string;
  value?: unknown;
}

const staleAnnotations = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kustomize.toolkit.fluxcd.io/checksum',
  'fluxcd.io/sync-checksum',
];
const staleLabels = ['fluxcd.io/sync-gc-mark'];

/**
 * What Flux takes over before it applies, as a JSON patch: the fields of `kubectl` and of clients before server-side
 * apply become the manager's own, so that an edit by hand is undone.
 */
export function takeOverPatch(live: KubernetesObject, manager: string): JsonPatchStep[] {
  const steps: JsonPatchStep[] = [];
  const removals = [
    ['annotations', live.metadata.annotations, staleAnnotations],
    ['labels', live.metadata.labels, staleLabels],
  ] as const;
  for (const [field, present, stale] of removals) {
    for (const key of stale) {
      if (present?.[key] === undefined) continue;
      steps.push({ op: 'remove', path: `/metadata/${field}/${key.replaceAll('/', '~1')}` });
    }
  }
  const merged = mergeManagers(live.metadata.managedFields ?? [], manager);
  if (merged) steps.push({ op: 'replace', path: '/metadata/managedFields', value: merged });
  return steps;
}

function isForeign(entry: ManagedFieldsEntry, manager: string): boolean {
  if (entry.subresource) return false;
  const name = entry.manager ?? '';
  if (name.startsWith('kubectl')) return true;
  const isUpdate = entry.operation === 'Update';
  return isUpdate && (name.startsWith('before-first-apply') || name.startsWith(manager));
}

function mergeManagers(
  entries: readonly ManagedFieldsEntry[],
  manager: string
): ManagedFieldsEntry[] | undefined {
  if (!entries.some(entry => isForeign(entry, manager))) return undefined;
  let own = entries.find(entry => entry.manager === manager && entry.operation === 'Apply');
  const kept = entries.filter(entry => entry !== own && !isForeign(entry, manager));
  for (const entry of entries) {
    if (entry === own || !isForeign(entry, manager)) continue;
    own = own
      ? { ...own, fieldsV1: union(own.fieldsV1, entry.fieldsV1) }
      : { ...entry, manager, operation: 'Apply' };
  }
  return own ? [...kept, own] : kept;
}

/** FieldsV1 is a trie: the union of two sets of fields is the merge of their branches. */
function union(a: unknown, b: unknown): Record<string, unknown> {
  const merged = { ...record(a) };
  for (const [key, value] of Object.entries(record(b))) {
    merged[key] = key in merged ? union(merged[key], value) : value;
  }
  return merged;
}
