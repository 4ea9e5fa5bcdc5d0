import { sourceOf } from '../../core/flux/sourceOf.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';

/** The cluster's Flux objects as they are now, of all namespaces. */
export interface LiveFlux {
  kustomizations(): readonly KubernetesObject[];
  /** GitRepositories, OCIRepositories, Buckets and ExternalArtifacts. */
  sources(): readonly KubernetesObject[];
}

/** `NAMESPACE/NAME`, as trees name Kustomizations. */
export function treeName({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** `KIND/NAMESPACE/NAME` of what a Kustomization is built from. */
export function sourceKeyOf(kustomization: KubernetesObject): string | undefined {
  const source = sourceOf(kustomization);
  return source && `${source.kind}/${source.namespace}/${source.name}`;
}

export function findSource(live: LiveFlux, key: string): KubernetesObject | undefined {
  return live.sources().find(object => `${object.kind}/${treeName(object)}` === key);
}

/** The revision that a source serves. */
export function servedRevision(source: KubernetesObject | undefined): string | undefined {
  return text(record(record(source?.status).artifact).revision);
}
