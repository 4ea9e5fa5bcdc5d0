import { fluxKind, type FluxKindName, fluxKinds } from '../../core/flux/kinds.ts';
import { fluxState } from '../../core/flux/state.ts';
import { refAt } from '../../core/graph/nodeId.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectChange } from '../../core/kubernetes/objectChange.ts';
import { keyOf, toRef } from '../../core/kubernetes/ref.ts';
import { createEntryTable, type EntryTable } from './entryTable.ts';
import { artifactRevision, createConsumers, revisionSourceKey } from './revisions.ts';
import type { FluxEntry } from './views.ts';

/** The Flux objects of a cluster with their states. A change recomputes that object, and who takes its revisions. */
export interface FluxTables {
  table(kind: FluxKindName): EntryTable<FluxEntry>;
  apply(kind: FluxKindName, changes: readonly ObjectChange[]): void;
  /** Forgets a kind: it is read at another version from now on. */
  clear(kind: FluxKindName): void;
}

export function createFluxTables(cluster: string): FluxTables {
  const tables = new Map(
    fluxKinds.map(({ kind }) => [kind, createEntryTable<FluxEntry>(entry => entry.key)])
  );
  const consumers = createConsumers();

  function table(kind: FluxKindName): EntryTable<FluxEntry> {
    const found = tables.get(kind);
    if (!found) throw new Error(`${kind} is not a kind of Flux`);
    return found;
  }

  function find(key: string | undefined): FluxEntry | undefined {
    return key === undefined ? undefined : tables.get(refAt(key).kind as FluxKindName)?.get(key);
  }

  function put(kind: FluxKindName, object: KubernetesObject) {
    // The group as every other object of the kind has it, not as a part of each text that it stands in.
    const ref = { ...toRef(object), group: fluxKind(kind).group };
    const key = keyOf(object);
    const sourceKey = revisionSourceKey(object);
    consumers.set(key, sourceKey);
    const sourceRevision = artifactRevision(find(sourceKey)?.object);
    const state = fluxState(object, { sourceRevision });
    table(kind).set(key, { cluster, kind, key, ref, object, state, sourceRevision });
    return key;
  }

  function remove(kind: FluxKindName, key: string) {
    consumers.set(key, undefined);
    table(kind).delete(key);
  }

  function tellConsumers(sourceKey: string) {
    const revision = artifactRevision(find(sourceKey)?.object);
    for (const key of [...consumers.of(sourceKey)]) {
      const entry = find(key);
      if (entry && entry.sourceRevision !== revision) put(entry.kind, entry.object);
    }
  }

  return {
    table,
    apply(kind, changes) {
      for (const change of changes) {
        const key = keyOf(change.object);
        if (change.type === 'deleted') remove(kind, key);
        else put(kind, change.object);
        tellConsumers(key);
      }
    },
    clear(kind) {
      for (const { key } of [...table(kind).entries]) {
        remove(kind, key);
        tellConsumers(key);
      }
    },
  };
}
