import { type KubernetesObject, text } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';
import { fluxKind } from './kinds.ts';

/** The Kustomization or HelmRelease whose labels say that it applied the object. */
export function applierOf({ metadata: { labels } }: KubernetesObject): ObjectRef | undefined {
  if (!labels) return undefined;
  for (const kind of ['Kustomization', 'HelmRelease'] as const) {
    const { group } = fluxKind(kind);
    const [name, namespace] = [text(labels[`${group}/name`]), text(labels[`${group}/namespace`])];
    if (name && namespace) return { group, kind, namespace, name };
  }
  return undefined;
}
