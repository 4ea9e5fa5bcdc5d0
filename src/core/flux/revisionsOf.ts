import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { releaseOf } from './release.ts';
import { isSameRevision } from './revision.ts';

/** The revisions that an object's status names. */
export interface Revisions {
  /** What runs, or what a source serves. */
  current?: string;
  /** What was tried last, where that is something else. */
  attempted?: string;
}

export function revisionsOf(object: KubernetesObject): Revisions {
  const status = record(object.status);
  const tried = text(status.lastAttemptedRevision);
  switch (object.kind) {
    case 'Kustomization': {
      const current = text(status.lastAppliedRevision);
      return { current, attempted: isSameRevision(current, tried) ? undefined : tried };
    }
    case 'HelmRelease': {
      const current = releaseOf(object)?.version;
      return { current, attempted: current === tried ? undefined : tried };
    }
    case 'ImageUpdateAutomation':
      return { current: text(status.observedSourceRevision) };
    default:
      return { current: text(record(status.artifact).revision) };
  }
}

/** The revision that the source serves and the object has not applied. Both must be known. */
export function behindOf(
  object: KubernetesObject,
  sourceRevision: string | undefined
): string | undefined {
  if (object.kind !== 'Kustomization' || !sourceRevision) return undefined;
  const { current } = revisionsOf(object);
  return current && !isSameRevision(current, sourceRevision) ? sourceRevision : undefined;
}
