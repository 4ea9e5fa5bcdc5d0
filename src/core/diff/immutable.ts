import { type KubernetesObject, record } from '../kubernetes/object.ts';
import { compareQuantities } from '../kubernetes/quantity.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';
import type { PathStep } from './path.ts';

/** What of a field change decides here. */
interface Change {
  path: string;
  steps: readonly PathStep[];
  kind: string;
  left?: unknown;
  right?: unknown;
  noise?: string;
}

/**
 * Fields that the API server refuses to change in an object that exists (D6), as it validates updates: kinds by group
 * and kind. Without `force` Flux's apply fails on them; with it the object is deleted and created again.
 * Of a rule that ends in `*` every field is meant but those that `mutable` lists.
 */
const immutable: Record<string, readonly string[]> = {
  '/PersistentVolume': ['spec.*'],
  '/PersistentVolumeClaim': ['spec.*'],
  '/Pod': ['spec.*'],
  '/ResourceQuota': ['spec.scopes'],
  '/Secret': ['type'],
  '/Service': ['spec.clusterIP', 'spec.clusterIPs', 'spec.loadBalancerClass'],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    'spec.group',
    'spec.names.plural',
    'spec.scope',
  ],
  'apps/DaemonSet': ['spec.selector'],
  'apps/Deployment': ['spec.selector'],
  'apps/ReplicaSet': ['spec.selector'],
  'apps/StatefulSet': [
    'spec.podManagementPolicy',
    'spec.selector',
    'spec.serviceName',
    'spec.volumeClaimTemplates',
  ],
  'batch/Job': [
    'spec.backoffLimitPerIndex',
    'spec.completionMode',
    'spec.completions',
    'spec.managedBy',
    'spec.podFailurePolicy',
    'spec.selector',
    'spec.successPolicy',
    'spec.template',
  ],
  'discovery.k8s.io/EndpointSlice': ['addressType'],
  'networking.k8s.io/IngressClass': ['spec.controller'],
  'node.k8s.io/RuntimeClass': ['handler'],
  'rbac.authorization.k8s.io/ClusterRoleBinding': ['roleRef'],
  'rbac.authorization.k8s.io/RoleBinding': ['roleRef'],
  'scheduling.k8s.io/PriorityClass': ['preemptionPolicy', 'value'],
  'storage.k8s.io/CSIDriver': ['spec.attachRequired', 'spec.volumeLifecycleModes'],
  'storage.k8s.io/StorageClass': [
    'parameters',
    'provisioner',
    'reclaimPolicy',
    'volumeBindingMode',
  ],
  'storage.k8s.io/VolumeAttributesClass': ['driverName', 'parameters'],
};

const mutable: Record<string, readonly string[]> = {
  '/PersistentVolume': [
    'accessModes',
    'capacity',
    'claimRef',
    'mountOptions',
    'persistentVolumeReclaimPolicy',
    'storageClassName',
    'volumeAttributesClassName',
  ],
  '/PersistentVolumeClaim': ['resources', 'volumeAttributesClassName', 'volumeName'],
  '/Pod': [
    'activeDeadlineSeconds',
    'containers',
    'initContainers',
    'schedulingGates',
    'terminationGracePeriodSeconds',
    'tolerations',
  ],
};

/** The path of the first change that an existing object does not take, if there is one. */
export function immutableChange(
  ref: ObjectRef,
  changes: readonly Change[],
  left: KubernetesObject,
  right: KubernetesObject
): string | undefined {
  const id = `${ref.group}/${ref.kind}`;
  const paths = Object.hasOwn(immutable, id) ? immutable[id] ?? [] : [];
  if (paths.length === 0 && !isImmutable(ref, left)) return undefined;
  return changes.find(change => {
    if (change.noise !== undefined || change.kind === 'unknown') return false;
    const keys = change.steps.map(step => ('key' in step ? step.key : '[]'));
    if (isImmutable(ref, left) && content.has(keys[0])) return true;
    if (id === '/PersistentVolumeClaim' && isShrunk(keys, change)) return true;
    if (!paths.some(path => isWithin(keys, path, mutable[id] ?? []))) return false;
    return !isTaken(id, keys, change, left, right);
  })?.path;
}

function isWithin(keys: readonly string[], path: string, except: readonly string[]): boolean {
  const rule = path.split('.');
  return rule.every((part, at) =>
    part === '*' ? keys[at] !== undefined && !except.includes(keys[at]) : keys[at] === part
  );
}

const content = new Set<string | undefined>(['data', 'binaryData', 'stringData', 'immutable']);

/** A ConfigMap or Secret with `immutable: true` keeps its content for life. */
function isImmutable(ref: ObjectRef, left: KubernetesObject): boolean {
  const isKind = ref.group === '' && (ref.kind === 'ConfigMap' || ref.kind === 'Secret');
  return isKind && left.immutable === true;
}

/** A claim may ask for more, never for less. */
function isShrunk(keys: readonly string[], { left, right }: Change): boolean {
  const isRequest = keys.join('.') === 'spec.resources.requests.storage';
  return isRequest && (compareQuantities(right, left) ?? 0) < 0;
}

/** Changes of an immutable field that the API server takes nevertheless. */
function isTaken(
  id: string,
  keys: readonly string[],
  change: Change,
  left: KubernetesObject,
  right: KubernetesObject
): boolean {
  if (id === '/Secret') return (change.left ?? 'Opaque') === (change.right ?? 'Opaque');
  if (id !== '/Service') return false;
  // What is no longer said stays as it is; a Service without an address of its own takes or loses one.
  const types = [record(left.spec).type, record(right.spec).type];
  if (keys[1] !== 'loadBalancerClass' && types.includes('ExternalName')) return true;
  if (keys[1] === 'loadBalancerClass') return types.some(type => type !== 'LoadBalancer');
  return change.kind === 'removed' || change.kind === 'moved';
}
