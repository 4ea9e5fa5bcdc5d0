import { type KubernetesObject, record } from '../kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
import { inventoryOf } from './inventory.ts';

/** The name under which kustomize-controller applies. */
const applier = 'kustomize-controller';

/** Whether what is in Git says something of `spec.suspend`. Needs the managed fields, which most readings drop. */
function isSuspendApplied(object: KubernetesObject): boolean {
  return (object.metadata.managedFields ?? []).some(
    entry =>
      entry.manager === applier &&
      entry.operation === 'Apply' &&
      record(record(entry.fieldsV1)['f:spec'])['f:suspend'] !== undefined
  );
}

/** The Kustomization that will undo a click on suspend or resume, since its Git says what `spec.suspend` is. */
export function undoerOf(
  object: KubernetesObject,
  kustomizations: Iterable<KubernetesObject>
): ObjectRef | undefined {
  if (!isSuspendApplied(object)) return undefined;
  const key = refKey(toRef(object));
  for (const candidate of kustomizations) {
    if (inventoryOf(candidate).some(entry => refKey(entry) === key)) return toRef(candidate);
  }
  return undefined;
}
