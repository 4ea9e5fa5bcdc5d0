import { withCondition, withoutCondition } from '../../core/flux/conditionSet.ts';
import { type Condition, conditionOf, conditionsOf } from '../../core/kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

type Fields = Record<string, unknown>;

/** One object's status while it is reconciled: changed here, sent when a phase is over. */
export interface StatusDraft {
  /** As it was last read or written. */
  readonly object: KubernetesObject;
  readonly status: Fields;
  set(fields: Fields): void;
  mark(type: string, status: Condition['status'], reason: string, message: string): void;
  /** Reconciling=True; Stalled goes. */
  markReconciling(reason: string, message: string): void;
  /** Stalled=True; Reconciling goes. */
  markStalled(reason: string, message: string): void;
  remove(type: string): void;
  condition(type: string): Condition | undefined;
  /** Sends what has changed, and nothing where nothing has. An object that is gone is no error. */
  save(): Promise<void>;
}

interface DraftOptions {
  client: KubernetesClient;
  /** The object's path. */
  path: string;
  manager: string;
  now: () => number;
}

export function createStatusDraft(object: KubernetesObject, options: DraftOptions): StatusDraft {
  const { client, path, manager } = options;
  let current = object;
  let saved = record(object.status);
  let status: Fields = { ...saved };

  const draft: StatusDraft = {
    get object() {
      return current;
    },
    get status() {
      return status;
    },
    set(fields) {
      status = { ...status, ...fields };
    },
    mark(type, state, reason, message) {
      const now = new Date(options.now()).toISOString().replace(/\.\d+Z$/, 'Z');
      const { generation } = current.metadata;
      const conditions = withCondition(
        conditionsOf({ ...current, status }),
        { type, status: state, reason, message },
        { now, generation }
      );
      draft.set({ conditions });
    },
    markReconciling(reason, message) {
      draft.remove('Stalled');
      draft.mark('Reconciling', 'True', reason, message);
    },
    markStalled(reason, message) {
      draft.remove('Reconciling');
      draft.mark('Stalled', 'True', reason, message);
    },
    remove(type) {
      draft.set({ conditions: withoutCondition(conditionsOf({ ...current, status }), type) });
    },
    condition: type => conditionOf({ ...current, status }, type),
    async save() {
      const changes = changesBetween(saved, status);
      if (Object.keys(changes).length === 0) return;
      try {
        const answer = await client.request<KubernetesObject>({
          method: 'PATCH',
          path: `${path}/status`,
          query: { fieldManager: manager },
          contentType: 'application/merge-patch+json',
          body: { status: changes },
        });
        // The spec and generation stay those that are being reconciled.
        const { resourceVersion } = answer.metadata;
        current = { ...current, metadata: { ...current.metadata, resourceVersion }, status };
        saved = status;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return;
        throw error;
      }
    },
  };
  return draft;
}

/** A merge patch on the fields of a status: lists whole, what is gone as null. */
function changesBetween(before: Fields, after: Fields): Fields {
  const changes: Fields = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = after[key];
    if (JSON.stringify(before[key]) === JSON.stringify(value)) continue;
    changes[key] = value === undefined ? null : replaced(before[key], value);
  }
  return changes;
}

/** A merge patch merges maps: what the new one lacks must be null. */
function replaced(before: unknown, after: unknown): unknown {
  const [left, right] = [record(before), after];
  if (typeof right !== 'object' || right === null || Array.isArray(right)) return right;
  const gone = Object.keys(left).filter(key => !(key in right));
  return { ...Object.fromEntries(gone.map(key => [key, null])), ...right };
}
