import type { Cause } from '../../../core/diagnosis/finding.ts';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import type { Sentence } from '../../../core/sentence.ts';

/** What of a broken workload goes on: the Pods of before, or some of its own. Undefined where none does. */
export function stillServes(
  { workload, object }: Cause,
  broken: KubernetesObject | undefined
): Sentence | undefined {
  if (!broken || (workload ?? object).kind !== broken.kind) return undefined;
  const status = record(broken.status);
  const count = (field: string) => Number(status[field]) || 0;
  const available = count('availableReplicas') || count('numberAvailable');
  const all = count('replicas') || count('desiredNumberScheduled');
  if (available === 0) return undefined;
  const updated = count('updatedReplicas') || count('updatedNumberScheduled');
  if (updated < all) return { id: 'overview.serves.old', params: { count: available } };
  return { id: 'overview.serves.some', params: { available, all } };
}
