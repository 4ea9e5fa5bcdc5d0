import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, refKey } from '../kubernetes/ref.ts';
import type { Filterable } from './filter.ts';
import { behindOf, type Revisions, revisionsOf } from './revisionsOf.ts';
import { sourceOf } from './sourceOf.ts';
import { type FluxState, isAtRest, stateNames } from './state.ts';
import { type StateLine, stateLineOf } from './stateLine.ts';

/** One object as lists show, sort and filter it. */
export interface Row extends Filterable {
  /** Unlike any other row's, over all clusters. */
  key: string;
  /** In the graph of its cluster. */
  id: string;
  ref: ObjectRef;
  object: KubernetesObject;
  fluxState: FluxState;
  /** What it says itself where it is not ready. */
  line?: StateLine;
  sourceRef?: ObjectRef;
  revisions: Revisions;
  /** Whether it is known what its source serves: only then `isBehind` says anything. */
  hasSourceRevision: boolean;
  /** The newer revision that its source serves. */
  behind?: string;
}

function toSearched(object: KubernetesObject, state: FluxState, revisions: Revisions): string {
  const { url, image } = object.spec ?? {};
  return [state.message, url, image, revisions.current].filter(Boolean).join(' ');
}

/** What is known of an object before its row is made. */
export interface RowSubject {
  cluster: string;
  ref: ObjectRef;
  object: KubernetesObject;
  state: FluxState;
  sourceRevision?: string;
}

export function toRow({ cluster, ref, object, state, sourceRevision }: RowSubject): Row {
  const id = refKey(ref);
  const source = sourceOf(object);
  const revisions = revisionsOf(object);
  const behind = behindOf(object, sourceRevision);
  return {
    key: `${cluster}/${id}`,
    id,
    ref,
    object,
    cluster,
    name: ref.name,
    namespace: ref.namespace,
    kind: ref.kind,
    labels: object.metadata.labels ?? {},
    state: state.name,
    isBehind: behind !== undefined,
    source: source ? `${source.kind}/${source.namespace}/${source.name}`.toLowerCase() : '',
    text: toSearched(object, state, revisions),
    fluxState: state,
    line: stateLineOf(object, state),
    sourceRef: source,
    revisions,
    hasSourceRevision: sourceRevision !== undefined,
    behind,
  };
}

const rank = new Map(stateNames.map((name, index) => [name, index]));

const noRows: ReadonlySet<Row> = new Set();

/**
 * "Needs attention" first, then by name, so that rows stay where they were. `troubled`: ready rows over something that
 * is broken, which come right after those that fail themselves.
 */
export function compareRows(a: Row, b: Row, troubled = noRows): number {
  const rankOf = (row: Row) =>
    rank.get(isAtRest(row.state) && troubled.has(row) ? 'retrying' : row.state) ?? 0;
  return (
    rankOf(a) - rankOf(b) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.key, b.key)
  );
}

/** By code unit: localeCompare costs twenty times as much, and Kubernetes names are ASCII. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
