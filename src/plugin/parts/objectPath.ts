import { type FluxKind, fluxKindOf } from '../../core/flux/kinds.ts';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';

/** Where Lumen lists a kind. Sources, images and notifications have one page with a tab for each kind. */
export function kindPath(kind: FluxKind): string {
  return kind.section === kind.plural
    ? `/lumen/${kind.plural}`
    : `/lumen/${kind.section}/${kind.plural}`;
}

/** What Headlamp shows under its own addresses, by group and kind. */
const hostKinds: Record<string, string> = {
  '/ConfigMap': 'configmaps',
  '/Namespace': 'namespaces',
  '/Node': 'nodes',
  '/PersistentVolume': 'storage/persistentvolumes',
  '/PersistentVolumeClaim': 'storage/persistentvolumeclaims',
  '/Pod': 'pods',
  '/Secret': 'secrets',
  '/Service': 'services',
  '/ServiceAccount': 'serviceaccounts',
  'apiextensions.k8s.io/CustomResourceDefinition': 'crds',
  'apps/DaemonSet': 'daemonsets',
  'apps/Deployment': 'deployments',
  'apps/ReplicaSet': 'replicasets',
  'apps/StatefulSet': 'statefulsets',
  'batch/CronJob': 'cronjobs',
  'batch/Job': 'jobs',
  'networking.k8s.io/Ingress': 'ingresses',
  'networking.k8s.io/NetworkPolicy': 'networkpolicies',
  'policy/PodDisruptionBudget': 'poddisruptionbudgets',
  'rbac.authorization.k8s.io/ClusterRole': 'clusterroles',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'clusterrolebinding',
  'rbac.authorization.k8s.io/Role': 'roles',
  'rbac.authorization.k8s.io/RoleBinding': 'rolebinding',
  'autoscaling.k8s.io/VerticalPodAutoscaler': 'verticalpodautoscalers',
  'storage.k8s.io/StorageClass': 'storage/classes',
};

/** The page of one object: Lumen's for Flux's kinds, Headlamp's for those it knows, else undefined. */
export function objectPath(cluster: string, ref: ObjectRef): string | undefined {
  const flux = fluxKindOf(ref.group, ref.kind);
  const folder = flux ? kindPath(flux).slice(1) : hostKinds[`${ref.group}/${ref.kind}`];
  if (!folder) return undefined;
  const parts = [ref.namespace, ref.name].filter(Boolean).map(encodeURIComponent);
  return ['/c', encodeURIComponent(cluster), folder, ...parts].join('/');
}
