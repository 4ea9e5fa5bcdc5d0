import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import { definitionCauses } from './definitionRules.ts';
import type { StatusCause } from './failure.ts';
import { qualifiedResource, type ResourceType } from './schema/resourceType.ts';

/** Fields that an update may not change, by resource. */
const immutable: Record<string, readonly string[]> = {
  'deployments.apps': ['spec.selector'],
  'replicasets.apps': ['spec.selector'],
  'daemonsets.apps': ['spec.selector'],
  'jobs.batch': ['spec.selector', 'spec.template', 'spec.completionMode'],
  'storageclasses.storage.k8s.io': [
    'provisioner',
    'parameters',
    'reclaimPolicy',
    'volumeBindingMode',
  ],
  'rolebindings.rbac.authorization.k8s.io': ['roleRef'],
  'clusterrolebindings.rbac.authorization.k8s.io': ['roleRef'],
  secrets: ['type'],
};

const statefulSetMayChange = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** What no schema says: fields that may not change, and Secrets and ConfigMaps marked immutable. */
export function validateKind(
  object: KubernetesObject,
  type: ResourceType,
  old: KubernetesObject | undefined
): StatusCause[] {
  const resource = qualifiedResource(type);
  if (resource === 'customresourcedefinitions.apiextensions.k8s.io') {
    return definitionCauses(object, old);
  }
  if (!old) return [];
  const causes = (immutable[resource] ?? [])
    .filter(path => !isDeepStrictEqual(valueAt(object, path), valueAt(old, path)))
    .map(path => ({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${goText(valueAt(object, path))}: field is immutable`,
      field: path,
    }));
  if (resource === 'statefulsets.apps') causes.push(...statefulSetCauses(object, old));
  if (resource === 'persistentvolumeclaims') causes.push(...claimCauses(object, old));
  if (resource === 'services') causes.push(...serviceCauses(object, old));
  if ((resource === 'secrets' || resource === 'configmaps') && old.immutable === true) {
    for (const field of ['data', 'binaryData', 'immutable']) {
      if (isDeepStrictEqual(object[field], old[field])) continue;
      causes.push(forbidden(field, 'field is immutable when `immutable` is set'));
    }
  }
  return causes;
}

function forbidden(field: string, why: string): StatusCause & { field: string; reason: string } {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field };
}

function statefulSetCauses(object: KubernetesObject, old: KubernetesObject) {
  const rest = (spec: unknown) =>
    Object.fromEntries(
      Object.entries(record(spec)).filter(([field]) => !statefulSetMayChange.includes(field))
    );
  if (isDeepStrictEqual(rest(object.spec), rest(old.spec))) return [];
  const allowed = statefulSetMayChange.map(field => `'${field}'`);
  return [
    forbidden(
      'spec',
      `updates to statefulset spec for fields other than ${allowed
        .slice(0, -1)
        .join(', ')} and ${allowed.at(-1)} are forbidden`
    ),
  ];
}

function claimCauses(object: KubernetesObject, old: KubernetesObject) {
  const fixed = (spec: unknown) => {
    const rest = { ...record(spec), resources: record(record(spec).resources).limits };
    // Binding fills the name in, and a driver may change the class.
    return { ...rest, volumeName: undefined, volumeAttributesClassName: undefined };
  };
  if (isDeepStrictEqual(fixed(object.spec), fixed(old.spec))) return [];
  return [
    forbidden(
      'spec',
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
    ),
  ];
}

function serviceCauses(object: KubernetesObject, old: KubernetesObject) {
  const before = record(old.spec).clusterIP;
  const after = record(object.spec).clusterIP;
  if (!before || !after || before === after || record(object.spec).type === 'ExternalName')
    return [];
  return [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${goText([after])}: may not change once set`,
      field: 'spec.clusterIPs[0]',
    },
  ];
}

function valueAt(object: KubernetesObject, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => record(value)[part], object);
}

function goText(value: unknown): string {
  const first = Array.isArray(value) ? list(value)[0] : value;
  return JSON.stringify(first ?? null);
}
