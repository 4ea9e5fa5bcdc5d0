import type { KubernetesObject } from '../../core/kubernetes/object.ts';

/** One object at one revision. Never changed: a write makes a new one. */
export interface Stored {
  /** `NAMESPACE/NAME`, or `NAME` for cluster-scoped kinds. */
  readonly key: string;
  readonly revision: number;
  readonly object: KubernetesObject;
  /** The JSON of everything but apiVersion and kind, made when first asked for and shared by all answers. */
  tail?: string;
}

/** One write, as watchers see it. A deletion carries the last state under the revision of the deletion. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly now: Stored;
  readonly before?: Stored;
  /** Event frames by view: made once, sent to every watcher. */
  frames?: Map<string, string>;
}

export function keyOf(namespace: string, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** The object's JSON as `apiVersion` and `kind`, from the cached tail. */
export function jsonOf(stored: Stored, apiVersion: string, kind: string): string {
  return `{"kind":"${kind}","apiVersion":"${apiVersion}"${tailOf(stored)}`;
}

function tailOf(stored: Stored): string {
  if (stored.tail === undefined) {
    const fields: Record<string, unknown> = { ...stored.object };
    delete fields.apiVersion;
    delete fields.kind;
    const json = JSON.stringify(fields);
    stored.tail = json === '{}' ? json.slice(1) : `,${json.slice(1)}`;
  }
  return stored.tail;
}
