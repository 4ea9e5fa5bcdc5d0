import { type KubernetesObject, list, record } from '../../../core/kubernetes/object.ts';
import { podDefaults, podSpecDefaults, podSpecPaths } from './podDefaults.ts';
import type { ResourceType } from './resourceType.ts';

type Fields = Record<string, unknown>;
type Fill = (spec: Fields, object: KubernetesObject) => Fields;

/** What a kind's spec gets where other fields decide what is missing. */
const fillSpec: Record<string, Fill> = {
  Pod: podDefaults,
  Deployment: spec => rolling(spec, 'strategy', { maxUnavailable: '25%', maxSurge: '25%' }),
  DaemonSet: spec => rolling(spec, 'updateStrategy', { maxUnavailable: 1, maxSurge: 0 }),
  StatefulSet: fillStatefulSet,
  Job: fillJob,
  Service: fillService,
  NetworkPolicy: spec => ({
    ...spec,
    policyTypes: spec.policyTypes ?? ['Ingress', ...(list(spec.egress).length ? ['Egress'] : [])],
  }),
  HorizontalPodAutoscaler: spec => ({ ...spec, metrics: spec.metrics ?? [halfBusy] }),
  CSIDriver: spec => ({ volumeLifecycleModes: ['Persistent'], ...spec }),
  CustomResourceDefinition: spec => ({ conversion: { strategy: 'None' }, ...spec }),
  LimitRange: spec => ({ ...spec, limits: list(spec.limits).map(fillLimit) }),
};

/** Defaults that depend on other fields. */
export function builtInDefaults(object: KubernetesObject, type: ResourceType): KubernetesObject {
  let filled = object;
  const path = podSpecPaths[type.kind];
  if (path) filled = changeAt(filled, path, podSpecDefaults) as KubernetesObject;
  const fill = fillSpec[type.kind];
  if (fill && filled.spec) filled = { ...filled, spec: fill(filled.spec, filled) };
  if (type.kind === 'Job') return withTemplateLabels(filled);
  if (type.kind.endsWith('RoleBinding')) return withSubjectGroups(filled);
  return filled;
}

function changeAt(
  value: Fields,
  [key, ...rest]: readonly string[],
  change: (fields: Fields) => Fields
): Fields {
  if (key === undefined) return change(value);
  const inside = value[key];
  if (typeof inside !== 'object' || inside === null) return value;
  return { ...value, [key]: changeAt(inside as Fields, rest, change) };
}

function rolling(spec: Fields, field: string, numbers: Fields): Fields {
  const strategy = record(spec[field]);
  if (strategy.type !== 'RollingUpdate') return spec;
  const rollingUpdate = { ...numbers, ...record(strategy.rollingUpdate) };
  return { ...spec, [field]: { ...strategy, rollingUpdate } };
}

function fillStatefulSet(spec: Fields): Fields {
  const claims = spec.volumeClaimTemplates;
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  return {
    ...rolling(spec, 'updateStrategy', { partition: 0 }),
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...record(spec.persistentVolumeClaimRetentionPolicy),
    },
    ...(Array.isArray(claims)
      ? { volumeClaimTemplates: claims.map(item => ({ ...claim, ...record(item) })) }
      : {}),
  };
}

/** A Job that says neither how often nor how many at a time runs once. */
function fillJob(spec: Fields): Fields {
  const once = spec.completions === undefined && spec.parallelism === undefined;
  return {
    parallelism: 1,
    ...(once ? { completions: 1 } : {}),
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
    ...spec,
  };
}

function withTemplateLabels(object: KubernetesObject): KubernetesObject {
  const labels = record(record(record(object.spec).template).metadata).labels;
  if (!labels || Object.keys(object.metadata.labels ?? {}).length > 0) return object;
  return { ...object, metadata: { ...object.metadata, labels: labels as Record<string, string> } };
}

function fillService(spec: Fields): Fields {
  const isOpen = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const affinity =
    spec.sessionAffinity === 'ClientIP' && !spec.sessionAffinityConfig
      ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } }
      : {};
  return {
    ...(spec.type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    ...(isOpen ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(spec.type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    ...spec,
    ...affinity,
    ...(Array.isArray(spec.ports) ? { ports: spec.ports.map(withTargetPort) } : {}),
  };
}

function withTargetPort(item: unknown): unknown {
  const port = record(item);
  return port.targetPort === undefined || port.targetPort === 0 || port.targetPort === ''
    ? { ...port, targetPort: port.port }
    : port;
}

const halfBusy = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

/** Of a container's limits each names the others that are missing: at most, by default, requested by default. */
function fillLimit(item: unknown): unknown {
  const limit = record(item);
  if (limit.type !== 'Container') return item;
  const byDefault = { ...record(limit.max), ...record(limit.default) };
  const requested = { ...byDefault, ...record(limit.min), ...record(limit.defaultRequest) };
  return {
    ...limit,
    ...(Object.keys(byDefault).length > 0 ? { default: byDefault } : {}),
    ...(Object.keys(requested).length > 0 ? { defaultRequest: requested } : {}),
  };
}

const rbacGroup = 'rbac.authorization.k8s.io';

function withSubjectGroups(object: KubernetesObject): KubernetesObject {
  if (!Array.isArray(object.subjects)) return object;
  const subjects = object.subjects.map(item => {
    const subject = record(item);
    if (subject.apiGroup || subject.kind === 'ServiceAccount') return item;
    return { apiGroup: rbacGroup, ...subject };
  });
  return { ...object, subjects };
}
