import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { KubernetesClient } from '../../../node/kubernetes/client.ts';
import type { Collection } from '../collection.ts';
import { conditionListOf } from '../conditionList.ts';
import type { EventRecorder } from '../eventRecorder.ts';
import type { Resource } from '../resource.ts';

/** What the status of an object becomes: fields of its own, and its Ready condition. */
export interface Outcome {
  ready: boolean;
  reason: string;
  message: string;
  status?: Record<string, unknown>;
  /** Looked at again after so many milliseconds, since nothing would tell. */
  again?: number;
}

export interface OperatorContext {
  client: KubernetesClient;
  events: EventRecorder;
  /** An object of another kind of the operators, where that kind is installed. */
  find(kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined;
}

/** One kind that an operator brings, and what it does with each object of it. */
export interface OperatorKind {
  resource: Resource;
  settle(object: KubernetesObject, context: OperatorContext): Promise<Outcome>;
  /** Kinds whose objects this one's wait for: settled again when one of those becomes ready, or is not any more. */
  waitsFor?: string[];
}

export function isReadyObject(object: KubernetesObject): boolean {
  return conditionListOf(object).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Calls back when an object comes, goes, or changes between ready and not. */
export function onReadiness(collection: Collection, callback: () => void): void {
  collection.onChange((object, old) => {
    const isThere = collection.get(object.metadata.namespace, object.metadata.name) !== undefined;
    if (!old || !isThere || isReadyObject(object) !== isReadyObject(old)) callback();
  });
}
