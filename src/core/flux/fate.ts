import type { KubernetesObject } from '../kubernetes/object.ts';
import { isMarked, kustomizeGroup } from './markers.ts';

/** What becomes of an object that is rendered no more. */
export type Fate = 'deleted' | 'left-behind';

/** What decides what a Kustomization deletes. */
export interface PruneRules {
  prune: boolean;
  /** `MirrorPrune` where it is unsaid. */
  deletionPolicy?: string;
  suspend?: boolean;
}

/** What becomes of an object that a Kustomization renders no more, while it goes on itself. */
export function fateOfRemoved(object: KubernetesObject, { prune }: PruneRules): Fate {
  return prune && !isKept(object) ? 'deleted' : 'left-behind';
}

/** What becomes of an object whose Kustomization is deleted. */
export function fateOfOrphaned(object: KubernetesObject, rules: PruneRules): Fate {
  return deletesOnDeletion(rules) && !isKept(object) ? 'deleted' : 'left-behind';
}

/** Whether a Kustomization that is deleted takes what it applied with it. */
export function deletesOnDeletion({ prune, deletionPolicy, suspend }: PruneRules): boolean {
  // The finalizer of a suspended one lets everything go.
  if (suspend) return false;
  if (deletionPolicy === 'Delete' || deletionPolicy === 'WaitForTermination') return true;
  return (deletionPolicy || 'MirrorPrune') === 'MirrorPrune' && prune;
}

/** Whether the object tells Flux to leave it where it is. */
export function isKept(object: KubernetesObject): boolean {
  return (
    isMarked(object, `${kustomizeGroup}/prune`, 'disabled') ||
    isMarked(object, `${kustomizeGroup}/reconcile`, 'disabled') ||
    isMarked(object, `${kustomizeGroup}/ssa`, 'Ignore')
  );
}
