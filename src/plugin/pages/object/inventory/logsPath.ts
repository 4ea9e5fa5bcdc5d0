import type { Evidence } from '../../../../core/diagnosis/finding.ts';
import { inventoryOf } from '../../../../core/flux/inventory.ts';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../../../core/kubernetes/ref.ts';
import { objectPath } from '../../../parts/objectPath.ts';
import { inventoryQuery, keyOfContainer, keyOfMade } from './openRows.ts';

/**
 * The way to the last log lines of the container that a cause is about: in the inventory of who applied it, else on
 * Headlamp's page of its Pod. Undefined where the cause is about no container.
 */
export function logsPath(
  cluster: string,
  applier: KubernetesObject | undefined,
  cause: { object: ObjectRef; workload?: ObjectRef; evidence: readonly Evidence[] }
): string | undefined {
  const { object, workload, evidence } = cause;
  const [container] = evidence.flatMap(({ seenIn }) =>
    seenIn.type === 'container' ? seenIn.name : []
  );
  if (object.kind !== 'Pod' || container === undefined) return undefined;
  const applied = refKey(workload ?? object);
  const owner = applier && objectPath(cluster, toRef(applier));
  if (!owner || !inventoryOf(applier).some(entry => refKey(entry) === applied)) {
    const pod = objectPath(cluster, object);
    return pod && `${pod}?view=logs`;
  }
  const pod = workload ? keyOfMade(object) : applied;
  const way = workload ? [applied, pod] : [pod];
  return `${owner}?${inventoryQuery([...way, keyOfContainer(pod, container)])}`;
}
