import { fluxKindOf, fluxKinds } from '../../../core/flux/kinds.ts';
import { objectId, refAt } from '../../../core/graph/nodeId.ts';
import { isOutside } from '../../../core/graph/picture/picture.ts';

/**
 * A node as an address names it: `Kustomization/flux-system/apps`, `Deployment.apps/media/radarr`; the group is left
 * out for Flux's kinds and the core API's. What is outside of the cluster stands as it is: `git:https://…`.
 */
export function toNodeText(id: string): string {
  if (isOutside(id)) return id;
  const { group, kind, namespace, name } = refAt(id);
  const isKnown = group === '' || fluxKindOf(group, kind) !== undefined;
  return [isKnown ? kind : `${kind}.${group}`, namespace, name].join('/');
}

/** The node that a text names: undefined for a text that names none. */
export function toNodeId(text: string): string | undefined {
  if (isOutside(text)) return text;
  const [typed = '', namespace, ...rest] = text.split('/');
  const name = rest.join('/');
  if (!typed || namespace === undefined || !name) return undefined;
  const [kind = '', ...group] = typed.split('.');
  const flux = group.length === 0 ? fluxKinds.find(known => known.kind === kind) : undefined;
  return objectId({ group: flux?.group ?? group.join('.'), kind, namespace, name });
}
