import { parseDuration } from '../../core/duration.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';

/** The spec of a Kustomization with its defaults. Durations are milliseconds. */
export interface KustomizationSpec {
  raw: Record<string, unknown>;
  source: { kind: string; namespace: string; name: string };
  interval: number;
  retryInterval: number;
  timeout: number;
  prune: boolean;
  suspend: boolean;
  force: boolean;
  wait: boolean;
  deletionPolicy: string;
  serviceAccountName: string | undefined;
  dependsOn: { namespace: string; name: string; readyExpr?: string }[];
}

export function toKustomizationSpec(object: KubernetesObject): KustomizationSpec {
  const raw = record(object.spec);
  const own = object.metadata.namespace ?? '';
  const source = record(raw.sourceRef);
  const interval = parseDuration(text(raw.interval)) ?? 60_000;
  const timeout = parseDuration(text(raw.timeout)) ?? interval - 30_000;
  return {
    raw,
    source: {
      kind: text(source.kind) ?? '',
      namespace: text(source.namespace) ?? own,
      name: text(source.name) ?? '',
    },
    interval,
    retryInterval: parseDuration(text(raw.retryInterval)) ?? interval,
    timeout: Math.max(30_000, timeout),
    prune: raw.prune === true,
    suspend: raw.suspend === true,
    force: raw.force === true,
    wait: raw.wait === true,
    deletionPolicy: text(raw.deletionPolicy) ?? 'MirrorPrune',
    serviceAccountName: text(raw.serviceAccountName),
    dependsOn: list(raw.dependsOn)
      .map(record)
      .map(({ namespace, name, readyExpr }) => ({
        namespace: text(namespace) ?? own,
        name: text(name) ?? '',
        readyExpr: text(readyExpr),
      })),
  };
}

/** The first field that real Flux knows and Lumen's reconciler does not do. */
export function unsupportedField({ raw, source }: KustomizationSpec): string | undefined {
  if (raw.decryption !== undefined) return 'spec.decryption';
  if (raw.kubeConfig !== undefined) return 'spec.kubeConfig';
  if (list(raw.ignore).length > 0) return 'spec.ignore';
  if (source.kind !== 'GitRepository') return `spec.sourceRef.kind ${source.kind}`;
  return undefined;
}
