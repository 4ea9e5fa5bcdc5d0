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
  '/Endpoints': 'endpoints',
  '/LimitRange': 'limitranges',
  '/Namespace': 'namespaces',
  '/Node': 'nodes',
  '/PersistentVolume': 'storage/persistentvolumes',
  '/PersistentVolumeClaim': 'storage/persistentvolumeclaims',
  '/Pod': 'pods',
  '/ResourceQuota': 'resourcequotas',
  '/Secret': 'secrets',
  '/Service': 'services',
  '/ServiceAccount': 'serviceaccounts',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': 'mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': 'validatingwebhookconfigurations',
  'apiextensions.k8s.io/CustomResourceDefinition': 'crds',
  'apps/DaemonSet': 'daemonsets',
  'apps/Deployment': 'deployments',
  'apps/ReplicaSet': 'replicasets',
  'apps/StatefulSet': 'statefulsets',
  'autoscaling/HorizontalPodAutoscaler': 'horizontalpodautoscalers',
  'batch/CronJob': 'cronjobs',
  'batch/Job': 'jobs',
  'coordination.k8s.io/Lease': 'leases',
  'discovery.k8s.io/EndpointSlice': 'endpointslices',
  'gateway.networking.k8s.io/GRPCRoute': 'grpcroutes',
  'gateway.networking.k8s.io/Gateway': 'gateways',
  'gateway.networking.k8s.io/GatewayClass': 'gatewayclasses',
  'gateway.networking.k8s.io/HTTPRoute': 'httproutes',
  'networking.k8s.io/Ingress': 'ingresses',
  'networking.k8s.io/IngressClass': 'ingressclasses',
  'networking.k8s.io/NetworkPolicy': 'networkpolicies',
  'node.k8s.io/RuntimeClass': 'runtimeclasses',
  'policy/PodDisruptionBudget': 'poddisruptionbudgets',
  'rbac.authorization.k8s.io/ClusterRole': 'clusterroles',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'clusterrolebinding',
  'rbac.authorization.k8s.io/Role': 'roles',
  'rbac.authorization.k8s.io/RoleBinding': 'rolebinding',
  'autoscaling.k8s.io/VerticalPodAutoscaler': 'verticalpodautoscalers',
  'scheduling.k8s.io/PriorityClass': 'priorityclasses',
  'storage.k8s.io/StorageClass': 'storage/classes',
};

/** Groups of Kubernetes itself that look like those of definitions: Headlamp has no page for their other kinds. */
const builtIn =
  /^(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io$/;

/**
 * The page of one object: Lumen's for Flux's kinds, Headlamp's for those it knows, else undefined. With the `plural`
 * of the kind, Headlamp's for custom resources too.
 */
export function objectPath(cluster: string, ref: ObjectRef, plural?: string): string | undefined {
  const { group, kind, namespace, name } = ref;
  const to = (...parts: string[]) =>
    ['/c', encodeURIComponent(cluster), ...parts.filter(Boolean)].join('/');
  const place = [namespace, name].filter(Boolean).map(encodeURIComponent);
  const flux = fluxKindOf(group, kind);
  if (flux) return to(kindPath(flux).slice(1), ...place);
  const folder = hostKinds[`${group}/${kind}`];
  if (folder) return to(folder, ...place);
  if (plural === undefined || !group.includes('.') || builtIn.test(group)) return undefined;
  const definition = encodeURIComponent(`${plural}.${group}`);
  return to('customresources', definition, namespace || '-', encodeURIComponent(name));
}
