import type { Condition } from '../kubernetes/conditions.ts';

const weights: Record<string, number> = { Stalled: 0, Reconciling: 1, Ready: 2 };

/** What the conditions API accepts. */
const maxMessage = 32_768;

/**
 * The conditions with one more, as Flux's controllers set it: the time moves when status, reason or message do, the
 * order is Stalled, Reconciling, Ready, then the others by name.
 */
export function withCondition(
  conditions: readonly Condition[],
  { type, status, reason, message }: Omit<Condition, 'lastTransitionTime' | 'observedGeneration'>,
  { now, generation }: { now: string; generation: number | undefined }
): Condition[] {
  const before = conditions.find(condition => condition.type === type);
  const text = (message ?? '').slice(0, maxMessage);
  const isSame =
    before?.status === status && before.reason === reason && (before.message ?? '') === text;
  const next: Condition = {
    type,
    status,
    reason,
    message: text,
    lastTransitionTime: (isSame && before.lastTransitionTime) || now,
    observedGeneration: generation,
  };
  return [...conditions.filter(condition => condition.type !== type), next].sort(byWeight);
}

export function withoutCondition(conditions: readonly Condition[], type: string): Condition[] {
  return conditions.filter(condition => condition.type !== type);
}

function byWeight(a: Condition, b: Condition): number {
  const [left, right] = [weights[a.type] ?? 3, weights[b.type] ?? 3];
  if (left !== right || left < 3) return left - right;
  const newer = (b.observedGeneration ?? 0) - (a.observedGeneration ?? 0);
  return newer || (a.type < b.type ? -1 : 1);
}
