import type { FluxKind, FluxKindName } from '../../core/flux/kinds.ts';
import type { FluxState } from '../../core/flux/state.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';
import type { ErrorAnswer } from '../../protocol/error.ts';

/**
 * What the hooks of this folder give to pages. All of it is immutable, and keeps its identity as long as
 * nothing in it has changed: `React.memo` and `useMemo` may rely on that.
 */

/** One Flux object of one cluster. A new entry is made only when the object or its source's revision changes. */
export interface FluxEntry {
  cluster: string;
  kind: FluxKindName;
  /** `refKey`, unique within the cluster. */
  key: string;
  ref: ObjectRef;
  object: KubernetesObject;
  state: FluxState;
  /** The revision that the object's source serves now, where that is known. */
  sourceRevision?: string;
}

/** One kind in one cluster. */
export interface KindView {
  kind: FluxKind;
  /** The version read. Undefined where the cluster serves none that Lumen understands (`absent`), or not yet known. */
  version?: string;
  /** Within the namespaces chosen in Headlamp's filter; in no particular order. */
  entries: readonly FluxEntry[];
  /** How many there are outside of the namespace filter. */
  hidden: number;
  /** Of all scopes together: live as soon as one is, forbidden only where all are, stale where one is. */
  phase: InformerPhase;
  /** One entry with namespace '' (the whole cluster), or one for each allowed namespace where that is forbidden. */
  scopes: readonly { namespace: string; phase: InformerPhase }[];
}

/** All that is known of one cluster's Flux objects. */
export interface ClusterView {
  cluster: string;
  kinds: ReadonlyMap<FluxKindName, KindView>;
  /** By kind, namespace and name, whatever the namespace filter says. */
  find(kind: string, namespace: string, name: string): FluxEntry | undefined;
}

/** One object, also after it is gone. */
export interface ObjectView {
  entry?: FluxEntry;
  /** It was there while this page was open, and is deleted: `entry` is its last state. */
  isDeleted: boolean;
  /** Of its kind: without `entry` and `live`, there is no such object. */
  phase: InformerPhase;
  version?: string;
}

/** Objects of any kind, read while a page asks for them. */
export interface ObjectsView {
  objects: readonly KubernetesObject[];
  phase: InformerPhase;
}

/** How old a cluster's facts are. Times are milliseconds of the API server's clock. */
export interface Freshness {
  /** All kinds that may be read and exist are live. */
  isLive: boolean;
  /** The oldest "last list, event or bookmark" of the kinds read. */
  heardAt?: number;
  /** The worst phase of all kinds: tells since when and why it is not live. */
  phase: InformerPhase;
  /** Its kind, where one kind decides. */
  kind?: FluxKindName;
}

/** What the sidecar answered to a question, or why it did not. */
export type SidecarView<T> =
  | { state: 'loading' }
  | {
      state: 'known';
      value: T;
      /** It speaks a newer version of the protocol: some of what it says may be unheard. */
      isNewer: boolean;
      /** The answer is an old one: asked anew, this came back. */
      again?: SidecarRefusal;
    }
  | SidecarRefusal;

export type SidecarRefusal =
  /** No sidecar in this cluster. */
  | { state: 'absent' }
  /** What the user may not: `get secrets lumen-access in flux-system`. */
  | { state: 'forbidden'; verb: string; resource: string; namespace: string }
  /** It answered that there is no such thing: a route that an older sidecar lacks, an object, a revision. */
  | { state: 'missing'; what: ErrorAnswer['error']['missing']; message: string }
  | { state: 'failed'; message: string };

export interface AccessQuery {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

export type AccessView =
  | { state: 'loading' }
  | { state: 'allowed' }
  /** `reason` is the authorizer's, often empty. */
  | { state: 'denied'; reason: string }
  | { state: 'failed'; message: string };

/** Which objects to read, and where. */
export interface ObjectsQuery {
  group: string;
  version: string;
  plural: string;
  /** '' for all that the user may list, or a cluster-scoped kind. */
  namespace: string;
  /** Without it, '' stands for the allowed namespaces where the cluster's settings name some. */
  isClusterScoped?: boolean;
  labelSelector?: string;
  fieldSelector?: string;
}
