import { type Collection, createCollection } from './collection.ts';
import type { Change } from './stored.ts';

/** Everything the cluster knows: one collection for each resource, one revision for all. */
export interface Store {
  readonly revision: number;
  /** The collection of `pods` or `deployments.apps`, made when first asked for. */
  collection(resource: string): Collection;
  /** Told of each change of any collection, after the collection's own watchers. */
  onChange(listener: (resource: string, change: Change) => void): () => void;
  /** Forgets all changes so far: who wants to watch them is told 410. */
  compact(): void;
}

export function createStore({ history = 500 } = {}): Store {
  let revision = 1;
  const collections = new Map<string, Collection>();
  const listeners = new Set<(resource: string, change: Change) => void>();
  return {
    get revision() {
      return revision;
    },
    collection(resource) {
      let collection = collections.get(resource);
      if (!collection) {
        collection = createCollection({
          since: revision,
          history,
          nextRevision: () => ++revision,
          onChange: change => listeners.forEach(listener => listener(resource, change)),
        });
        collections.set(resource, collection);
      }
      return collection;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    compact() {
      for (const collection of collections.values()) collection.compact(revision);
    },
  };
}
