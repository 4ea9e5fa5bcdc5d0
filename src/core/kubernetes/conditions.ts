import { type KubernetesObject, list, record, text } from './object.ts';

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/** `status.conditions`, without the entries that are not conditions. Never throws. */
export function conditionsOf(object: KubernetesObject): Condition[] {
  return list(record(object.status).conditions).flatMap(entry => {
    const { type, status, reason, message, lastTransitionTime, observedGeneration } = record(entry);
    if (typeof type !== 'string') return [];
    if (status !== 'True' && status !== 'False' && status !== 'Unknown') return [];
    return {
      type,
      status,
      reason: text(reason),
      message: text(message),
      lastTransitionTime: text(lastTransitionTime),
      observedGeneration: typeof observedGeneration === 'number' ? observedGeneration : undefined,
    };
  });
}

export function conditionOf(object: KubernetesObject, type: string): Condition | undefined {
  return conditionsOf(object).find(condition => condition.type === type);
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
