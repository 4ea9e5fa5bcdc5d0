import { type KubernetesObject, list, record } from '../kubernetes/object.ts';

/**
 * An object as Flux sends it: a Secret's stringData as data, ports with their protocol (server-side apply needs the
 * list keys), no status (a CRD keeps it), no creation time. Go's types write some fields although they are empty, so
 * Flux owns them.
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
    case 'v1 Namespace':
      return { ...next, spec: record(next.spec) };
    case 'v1 Service':
      return { ...next, spec: withTargets(withProtocols(record(next.spec), 'ports')) };
    case 'v1 Pod':
      return { ...next, spec: podSpec(record(next.spec)) };
    case 'apps/v1 Deployment':
      return at(at(next, ['spec'], withEmpty('strategy')), podTemplate, podSpec);
    case 'apps/v1 StatefulSet':
    case 'apps/v1 DaemonSet':
      return at(at(next, ['spec'], withEmpty('updateStrategy')), podTemplate, podSpec);
    case 'apps/v1 ReplicaSet':
      return at(next, podTemplate, podSpec);
    case 'batch/v1 Job':
      return at(at(next, ['spec', 'template'], withEmpty('metadata')), podTemplate, podSpec);
    case 'batch/v1 CronJob': {
      const job = at(next, ['spec', 'jobTemplate'], withEmpty('metadata'));
      const template = at(job, ['spec', 'jobTemplate', 'spec', 'template'], withEmpty('metadata'));
      return at(template, ['spec', 'jobTemplate', ...podTemplate], podSpec);
    }
  }
  return next;
}

const podTemplate = ['spec', 'template', 'spec'];

function withEmpty(field: string) {
  return (part: Record<string, unknown>) => ({ ...part, [field]: part[field] ?? {} });
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
    containers: spec.containers.map(container => withProtocols(withResources(container), 'ports')),
    ...(Array.isArray(spec.initContainers)
      ? { initContainers: spec.initContainers.map(withResources) }
      : {}),
  };
}

const withResources = (container: unknown) => withEmpty('resources')(record(container));

function withProtocols(owner: Record<string, unknown>, field: string): Record<string, unknown> {
  if (!Array.isArray(owner[field])) return owner;
  const ports = list(owner[field]).map(port => {
    const fields = record(port);
    return fields.protocol ? fields : { ...fields, protocol: 'TCP' };
  });
  return { ...owner, [field]: ports };
}

/** Flux sends 0 here, which the API server takes for the port. */
function withTargets(service: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(service.ports)) return service;
  const ports = service.ports.map(record).map(port => ({ targetPort: port.port, ...port }));
  return { ...service, ports };
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
