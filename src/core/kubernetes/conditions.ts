import { type KubernetesObject, list, record, text } from './object.ts';

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

function toCondition(entry: unknown): Condition | undefined {
  const { type, status, reason, message, lastTransitionTime, observedGeneration } = record(entry);
  if (typeof type !== 'string') return undefined;
  if (status !== 'True' && status !== 'False' && status !== 'Unknown') return undefined;
  return {
    type,
    status,
    reason: text(reason),
    message: text(message),
    lastTransitionTime: text(lastTransitionTime),
    observedGeneration: typeof observedGeneration === 'number' ? observedGeneration : undefined,
  };
}

/** `status.conditions`, without the entries that are not conditions. Never throws. */
export function conditionsOf(object: KubernetesObject): Condition[] {
  return list(record(object.status).conditions).flatMap(entry => toCondition(entry) ?? []);
}

/** The first of its type. Asked of every object of a cluster, several times: it reads no other. */
export function conditionOf(object: KubernetesObject, type: string): Condition | undefined {
  for (const entry of list(record(object.status).conditions)) {
    const found = record(entry).type === type ? toCondition(entry) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The first of these types that is true. */
export function firstTrue(object: KubernetesObject, types: readonly string[]) {
  for (const entry of list(record(object.status).conditions)) {
    const { type, status } = record(entry);
    if (status === 'True' && types.includes(String(type))) return toCondition(entry);
  }
  return undefined;
}

/** Whether the status speaks of an older spec: `observedGeneration` is known and is not the generation. */
export function isOutdated(object: KubernetesObject): boolean {
  const observed = record(object.status).observedGeneration;
  return (
    typeof observed === 'number' &&
    object.metadata.generation !== undefined &&
    observed !== object.metadata.generation
  );
}
