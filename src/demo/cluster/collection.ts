import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { gone } from './failure.ts';
import { type Change, keyOf, type Stored } from './stored.ts';

/** All objects of one resource, sorted by key, with the changes that led here. */
export interface Collection {
  get(key: string): Stored | undefined;
  /** The objects, of one namespace if told, as they are now. */
  list(namespace?: string): Stored[];
  /** The objects as they were at `revision`. Throws 410 when the history no longer reaches back. */
  listAt(revision: number, namespace?: string): Stored[];
  /** The changes after `revision`. Throws 410 when the history no longer reaches back. */
  changesSince(revision: number): Change[];
  watch(listener: (change: Change) => void): () => void;
  put(object: KubernetesObject): Stored;
  remove(key: string): Stored | undefined;
  /** Forgets all changes up to `revision`, as etcd's compaction does. */
  compact(revision: number): void;
  readonly size: number;
}

interface CollectionOptions {
  /** The store's revision when the collection is made: what was before, nobody can watch. */
  since: number;
  nextRevision: () => number;
  /** How many changes are kept for watchers that come back. */
  history: number;
  onChange: (change: Change) => void;
}

export function createCollection({
  since,
  nextRevision,
  history,
  onChange,
}: CollectionOptions): Collection {
  const objects = new Map<string, Stored>();
  let keys: string[] | undefined = [];
  let changes: Change[] = [];
  let forgotten = since;
  const watchers = new Set<(change: Change) => void>();

  function sortedKeys(): string[] {
    return (keys ??= [...objects.keys()].sort());
  }

  function commit(change: Change): void {
    changes.push(change);
    // Dropping in blocks keeps a write cheap: one shift of the whole array for many changes.
    if (changes.length >= 2 * history) {
      forgotten = changes[changes.length - history - 1]!.revision;
      changes = changes.slice(-history);
    }
    for (const watcher of [...watchers]) watcher(change);
    // Who watches has its frame; the history keeps no second copy of every object.
    change.frames = undefined;
    onChange(change);
  }

  function changesSince(revision: number): Change[] {
    if (revision < forgotten)
      throw gone(`too old resource version: ${revision} (${forgotten + 1})`);
    let first = changes.length;
    while (first > 0 && changes[first - 1]!.revision > revision) first--;
    return changes.slice(first);
  }

  function list(namespace?: string): Stored[] {
    const all = sortedKeys();
    const [from, to] = namespace ? rangeOf(all, `${namespace}/`) : [0, all.length];
    return all.slice(from, to).map(key => objects.get(key)!);
  }

  return {
    get: key => objects.get(key),
    list,
    listAt(revision, namespace) {
      const undone = new Map<string, Stored | undefined>();
      for (const change of changesSince(revision).reverse())
        undone.set(change.now.key, change.before);
      if (undone.size === 0) return list(namespace);
      const then = list(namespace).filter(({ key }) => !undone.has(key));
      for (const before of undone.values()) {
        if (before && (!namespace || before.key.startsWith(`${namespace}/`))) then.push(before);
      }
      return then.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    changesSince,
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    put(object) {
      const revision = nextRevision();
      const { namespace = '', name } = object.metadata;
      const key = keyOf(namespace, name);
      const before = objects.get(key);
      const now = {
        key,
        revision,
        object: { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } },
      };
      objects.set(key, now);
      if (!before) keys = undefined;
      commit({ type: before ? 'MODIFIED' : 'ADDED', revision, now, before });
      return now;
    },
    remove(key) {
      const before = objects.get(key);
      if (!before) return undefined;
      const revision = nextRevision();
      const { object } = before;
      const now = {
        key,
        revision,
        object: { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } },
      };
      objects.delete(key);
      keys = undefined;
      commit({ type: 'DELETED', revision, now, before });
      return now;
    },
    compact(revision) {
      forgotten = revision;
      changes = changes.filter(change => change.revision > revision);
    },
    get size() {
      return objects.size;
    },
  };
}

/** Where the keys that start with `prefix` begin and end in a sorted list. */
function rangeOf(keys: readonly string[], prefix: string): [number, number] {
  // No key holds a character above '~', so this bound is above every key with the prefix.
  return [firstAtLeast(keys, prefix), firstAtLeast(keys, `${prefix}\uffff`)];
}

function firstAtLeast(keys: readonly string[], bound: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
