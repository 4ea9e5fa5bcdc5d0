import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import { toTime } from './controller.ts';

/** A condition as controllers write it, with the times that only some kinds have. */
export interface WrittenCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  [field: string]: unknown;
}

export function conditionListOf(object: KubernetesObject): WrittenCondition[] {
  return list(record(object.status).conditions).map(entry => record(entry) as WrittenCondition);
}

/**
 * The list with this condition in it. Where nothing but the time would change it stays as it is, so that a
 * controller which runs again writes nothing; the time of the last transition is kept while the status is.
 */
export function withCondition(
  conditions: readonly WrittenCondition[],
  condition: WrittenCondition,
  now: number,
  options: { updateTime?: boolean } = {}
): WrittenCondition[] {
  const old = conditions.find(({ type }) => type === condition.type);
  const { status, reason, message } = condition;
  if (old && old.status === status && old.reason === reason && old.message === message) {
    return [...conditions];
  }
  const lastTransitionTime =
    old?.status === status && old.lastTransitionTime ? old.lastTransitionTime : toTime(now);
  const written = {
    ...condition,
    lastTransitionTime,
    ...(options.updateTime ? { lastUpdateTime: toTime(now) } : {}),
  };
  return old
    ? conditions.map(other => (other === old ? written : other))
    : [...conditions, written];
}

export function withoutCondition(
  conditions: readonly WrittenCondition[],
  type: string
): WrittenCondition[] {
  return conditions.filter(condition => condition.type !== type);
}
