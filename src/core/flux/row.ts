import type { KubernetesObject } from '../kubernetes/object.ts';
import { keyOf, type ObjectRef } from '../kubernetes/ref.ts';
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

/** What is known of an object before its row is made. */
export interface RowSubject {
  cluster: string;
  ref: ObjectRef;
  object: KubernetesObject;
  state: FluxState;
  sourceRevision?: string;
}

export function toRow(subject: RowSubject): Row {
  return new SubjectRow(subject);
}

const noLabels: Record<string, string> = {};

/**
 * There is a row for each object, and most of what it tells is only asked of those on the screen: kept is nothing but
 * what it is made of.
 */
class SubjectRow implements Row {
  private readonly subject: RowSubject;

  constructor(subject: RowSubject) {
    this.subject = subject;
  }

  get key() {
    return `${this.cluster}/${this.id}`;
  }
  get id() {
    return keyOf(this.object);
  }
  get ref() {
    return this.subject.ref;
  }
  get object() {
    return this.subject.object;
  }
  get cluster() {
    return this.subject.cluster;
  }
  get name() {
    return this.ref.name;
  }
  get namespace() {
    return this.ref.namespace;
  }
  get kind() {
    return this.ref.kind;
  }
  get labels() {
    return this.object.metadata.labels ?? noLabels;
  }
  get fluxState() {
    return this.subject.state;
  }
  get state() {
    return this.fluxState.name;
  }
  get line() {
    return stateLineOf(this.object, this.fluxState);
  }
  get sourceRef() {
    return sourceOf(this.object);
  }
  get source() {
    const source = this.sourceRef;
    return source ? `${source.kind}/${source.namespace}/${source.name}`.toLowerCase() : '';
  }
  get revisions() {
    return revisionsOf(this.object);
  }
  get hasSourceRevision() {
    return this.subject.sourceRevision !== undefined;
  }
  get behind() {
    return behindOf(this.object, this.subject.sourceRevision);
  }
  get isBehind() {
    return this.behind !== undefined;
  }
  get text() {
    const { url, image } = this.object.spec ?? {};
    return [this.fluxState.message, url, image, this.revisions.current].filter(Boolean).join(' ');
  }
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
