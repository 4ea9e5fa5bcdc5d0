import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef, toRef } from '../kubernetes/ref.ts';

/** The kinds that Flux applies before all others, in order. */
const first = [
  'CustomResourceDefinition',
  'Namespace',
  'ClusterRole',
  'ClusterClass',
  'RuntimeClass',
  'PriorityClass',
  'StorageClass',
  'VolumeSnapshotClass',
  'IngressClass',
  'GatewayClass',
  'ClusterRoleBinding',
  'ResourceQuota',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'LimitRange',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];

/** And after all others: a webhook must not guard what its own server needs. */
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

const weights = new Map([
  ...first.map((kind, index) => [kind, index - first.length] as const),
  ...last.map((kind, index) => [kind, index + 1] as const),
]);

/** The order in which Flux applies; deletion is the reverse. */
export function compareForApply(a: ObjectRef, b: ObjectRef): number {
  return (
    (weights.get(a.kind) ?? 0) - (weights.get(b.kind) ?? 0) ||
    compareText(a.group, b.group) ||
    compareText(a.kind, b.kind) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The objects in the stages of one apply: definitions (which the rest needs), classes, all others; sorted, no empty
 * stage. Each of the first two must be healthy before the next begins.
 */
export function applyStages(objects: readonly KubernetesObject[]): {
  waits: boolean;
  objects: KubernetesObject[];
}[] {
  const stages: KubernetesObject[][] = [[], [], []];
  for (const object of objects) {
    stages[isDefinition(object) ? 0 : object.kind.endsWith('Class') ? 1 : 2]?.push(object);
  }
  return stages
    .map((stage, index) => ({
      waits: index < 2,
      objects: stage.sort((a, b) => compareForApply(toRef(a), toRef(b))),
    }))
    .filter(stage => stage.objects.length > 0);
}

function isDefinition({ apiVersion, kind }: KubernetesObject): boolean {
  switch (kind) {
    case 'CustomResourceDefinition':
      return groupOf(apiVersion) === 'apiextensions.k8s.io';
    case 'ClusterRole':
      return groupOf(apiVersion) === 'rbac.authorization.k8s.io';
    default:
      return kind === 'Namespace' && apiVersion === 'v1';
  }
}
