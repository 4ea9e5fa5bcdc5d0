import { kustomizeGroup } from '../../core/flux/markers.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';

/** `status.artifact` of a source. */
export interface Artifact {
  url: string;
  digest: string;
  revision: string;
  metadata: Record<string, unknown>;
}

export function artifactOf(source: KubernetesObject | undefined): Artifact | undefined {
  const { url, digest, revision, metadata } = record(record(source?.status).artifact);
  const [address, sum, name] = [text(url), text(digest), text(revision)];
  if (!address || !sum || !name) return undefined;
  return { url: address, digest: sum, revision: name, metadata: record(metadata) };
}

/** `KIND/NAMESPACE/NAME`, as the ledger names objects. */
export function keyOfObject({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The key of the source that a Kustomization names. */
export function sourceKeyOf(kustomization: KubernetesObject): string {
  const { kind, namespace, name } = record(record(kustomization.spec).sourceRef);
  const own = kustomization.metadata.namespace ?? '';
  return `${text(kind) ?? ''}/${text(namespace) ?? own}/${text(name) ?? ''}`;
}

/**
 * Whether a Kustomization is rendered with the spec that lives: not one that another on the same source applies, which
 * is rendered with the spec that its parent renders.
 */
export function isRoot(
  kustomization: KubernetesObject,
  find: (namespace: string, name: string) => KubernetesObject | undefined
): boolean {
  const labels = record(kustomization.metadata.labels);
  const name = text(labels[`${kustomizeGroup}/name`]);
  const namespace = text(labels[`${kustomizeGroup}/namespace`]);
  const parent = name && namespace ? find(namespace, name) : undefined;
  if (!parent || parent.metadata.uid === kustomization.metadata.uid) return true;
  return sourceKeyOf(parent) !== sourceKeyOf(kustomization);
}
