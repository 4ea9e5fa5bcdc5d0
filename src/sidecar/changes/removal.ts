import { type Fate, fateOfOrphaned, fateOfRemoved } from '../../core/flux/fate.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { nodeState, type Side } from './side.ts';

interface Removal {
  left: Side;
  right: Side;
  /** Suspended in the cluster: the finalizer of one of these deletes nothing. */
  isSuspended(kustomization: string): boolean;
  /** The object of a Kustomization as `parent` rendered it on the left. */
  readKustomization(parent: string, name: string): Promise<KubernetesObject | undefined>;
}

/** Says what becomes of a Kustomization that the right side does not have, and of what any of them renders no more. */
export interface Fates {
  ofKustomization(name: string): Promise<Fate>;
  ofObject(kustomization: string, object: KubernetesObject): Promise<Fate>;
}

/** Whatever a removed Kustomization applied goes or stays with it, all the way down. */
export function createFates({ left, right, isSuspended, readKustomization }: Removal): Fates {
  const known = new Map<string, Promise<Fate>>();

  const rulesOf = (name: string) => {
    const node = left.nodes.get(name);
    const { prune = false, deletionPolicy } = node ?? {};
    return { prune, deletionPolicy, suspend: isSuspended(name) };
  };

  function ofKustomization(name: string): Promise<Fate> {
    const fate = known.get(name) ?? judge(name);
    known.set(name, fate);
    return fate;
  }

  async function judge(name: string): Promise<Fate> {
    const parent = left.nodes.get(name)?.parent;
    // Nothing on this source renders it: a person or another source took it away.
    if (parent === undefined || parent === name) return 'deleted';
    const object = await readKustomization(parent, name);
    return object ? ofObject(parent, object) : 'deleted';
  }

  async function ofObject(kustomization: string, object: KubernetesObject): Promise<Fate> {
    const after = nodeState(right, kustomization, left);
    if (after.state === 'rendered') return fateOfRemoved(object, after.node);
    // One that is left behind goes on, and so does all that it applied.
    if ((await ofKustomization(kustomization)) === 'left-behind') return 'left-behind';
    return fateOfOrphaned(object, rulesOf(kustomization));
  }

  return { ofKustomization, ofObject };
}
