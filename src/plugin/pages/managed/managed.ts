import type { Applier } from '../../../core/flux/handChange.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import type { OnceView } from '../../live/useOnce.ts';

/** An object on a page of Headlamp's. */
export interface HostObject {
  object: KubernetesObject;
  cluster: string;
}

/** With the Kustomization or HelmRelease that applied it. */
export interface Managed extends HostObject {
  by: ObjectRef;
}

export function toApplier(view: OnceView): Applier {
  if (view.state === 'read') return view.object;
  return view.state === 'missing' ? 'missing' : 'unread';
}
