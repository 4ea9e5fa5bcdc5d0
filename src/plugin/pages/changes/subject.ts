import { type FluxKindName, fluxKinds } from '../../../core/flux/kinds.ts';
import type { ObjectRef } from '../../../core/kubernetes/ref.ts';

/** The object that `KIND/NAMESPACE/NAME` names; undefined where Flux has no such kind. */
export function toSubject(of: string): (ObjectRef & { kind: FluxKindName }) | undefined {
  const [kind, namespace, name] = of.split('/');
  const known = fluxKinds.find(each => each.kind === kind);
  if (!known || !namespace || !name) return undefined;
  return { group: known.group, kind: known.kind, namespace, name };
}
