import { type KubernetesObject, list, record } from '../kubernetes/object.ts';

/**
 * An object as Flux sends it: a Secret's stringData as data, ports with their protocol (server-side apply needs the
 * list keys), no status (a CRD keeps it), no creation time.
 */
export function normalise(
  object: KubernetesObject,
  toBase64: (text: string) => string
): KubernetesObject {
  const { status, ...rest } = object;
  const metadata = { ...object.metadata };
  delete metadata.creationTimestamp;
  const isCrd = object.kind === 'CustomResourceDefinition';
  const next: KubernetesObject = {
    ...rest,
    metadata,
    ...(isCrd && status !== undefined ? { status } : {}),
  } as KubernetesObject;
  switch (`${object.apiVersion} ${object.kind}`) {
    case 'v1 Secret':
      return withData(next, toBase64);
    case 'v1 Service':
      return { ...next, spec: withProtocols(record(next.spec), 'ports') };
    case 'v1 Pod':
      return { ...next, spec: podSpec(record(next.spec)) };
    case 'apps/v1 Deployment':
    case 'apps/v1 StatefulSet':
    case 'apps/v1 DaemonSet':
    case 'apps/v1 ReplicaSet':
    case 'batch/v1 Job':
      return at(next, ['spec', 'template', 'spec'], podSpec);
    case 'batch/v1 CronJob':
      return at(next, ['spec', 'jobTemplate', 'spec', 'template', 'spec'], podSpec);
  }
  return next;
}

function withData(
  { stringData, ...secret }: KubernetesObject,
  toBase64: (text: string) => string
): KubernetesObject {
  const texts = Object.entries(record(stringData));
  if (texts.length === 0) return secret as KubernetesObject;
  const encoded = texts.map(([key, value]) => [key, toBase64(String(value))]);
  const data = { ...record(secret.data), ...Object.fromEntries(encoded) };
  return { ...secret, data } as KubernetesObject;
}

function podSpec(spec: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(spec.containers)) return spec;
  return {
    ...spec,
    containers: spec.containers.map(container => withProtocols(record(container), 'ports')),
  };
}

function withProtocols(owner: Record<string, unknown>, field: string): Record<string, unknown> {
  if (!Array.isArray(owner[field])) return owner;
  const ports = list(owner[field]).map(port => {
    const fields = record(port);
    return fields.protocol ? fields : { ...fields, protocol: 'TCP' };
  });
  return { ...owner, [field]: ports };
}

/** The object with one part changed; as it is where the path leads nowhere. */
function at<T extends object>(
  object: T,
  [field, ...rest]: string[],
  change: (part: Record<string, unknown>) => Record<string, unknown>
): T {
  const part = field === undefined ? undefined : (object as Record<string, unknown>)[field];
  if (field === undefined || typeof part !== 'object' || part === null) return object;
  const next = rest.length === 0 ? change(record(part)) : at(part, rest, change);
  return { ...object, [field]: next };
}
