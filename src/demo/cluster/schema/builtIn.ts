import type { ResourceType, ScaleSubresource } from './resourceType.ts';
import { admissionTypes } from './tables/admission.ts';
import { appsTypes } from './tables/apps.ts';
import { autoscalingTypes } from './tables/autoscaling.ts';
import { batchTypes } from './tables/batch.ts';
import { coreTypes } from './tables/core.ts';
import { metaTypes } from './tables/meta.ts';
import { networkingTypes } from './tables/networking.ts';
import { podTypes } from './tables/pod.ts';
import { rbacTypes } from './tables/rbac.ts';
import { storageTypes } from './tables/storage.ts';
import { volumesTypes } from './tables/volumes.ts';
import { readTypes } from './typeTable.ts';

const schemaOf = readTypes(
  [
    metaTypes,
    coreTypes,
    podTypes,
    volumesTypes,
    appsTypes,
    batchTypes,
    networkingTypes,
    rbacTypes,
    autoscalingTypes,
    storageTypes,
    admissionTypes,
  ],
  { zeros: true }
);

/** Metadata as every object has it. */
export const objectMeta = schemaOf('ObjectMeta');

/** `ns`: in a namespace. `all`: in the category. `gen`: its spec's changes are counted. `def NAME`: its table is not its kind's. */
const resources = `
v1
  Namespace namespaces (ns) status
  Node nodes (no) status
  Pod pods (po) ns all status gen
  Service services (svc) ns all status
  Endpoints endpoints (ep) ns
  ConfigMap configmaps (cm) ns
  Secret secrets ns
  ServiceAccount serviceaccounts (sa) ns
  PersistentVolume persistentvolumes (pv) status
  PersistentVolumeClaim persistentvolumeclaims (pvc) ns status
  Event events (ev) ns
  LimitRange limitranges (limits) ns
  ResourceQuota resourcequotas (quota) ns status
  ReplicationController replicationcontrollers (rc) ns all status scale gen
  PodTemplate podtemplates ns gen
apps/v1
  Deployment deployments (deploy) ns all status scale gen
  ReplicaSet replicasets (rs) ns all status scale gen
  StatefulSet statefulsets (sts) ns all status scale gen
  DaemonSet daemonsets (ds) ns all status gen
  ControllerRevision controllerrevisions ns
batch/v1
  Job jobs ns all status gen
  CronJob cronjobs (cj) ns all status gen
networking.k8s.io/v1
  Ingress ingresses (ing) ns status gen
  IngressClass ingressclasses gen
  NetworkPolicy networkpolicies (netpol) ns gen
discovery.k8s.io/v1
  EndpointSlice endpointslices ns gen
rbac.authorization.k8s.io/v1
  Role roles ns
  ClusterRole clusterroles
  RoleBinding rolebindings ns
  ClusterRoleBinding clusterrolebindings
policy/v1
  PodDisruptionBudget poddisruptionbudgets (pdb) ns status gen
autoscaling/v2
  HorizontalPodAutoscaler horizontalpodautoscalers (hpa) ns all status
coordination.k8s.io/v1
  Lease leases ns
scheduling.k8s.io/v1
  PriorityClass priorityclasses (pc) gen
node.k8s.io/v1
  RuntimeClass runtimeclasses
events.k8s.io/v1
  Event events (ev) ns def EventsEvent
certificates.k8s.io/v1
  CertificateSigningRequest certificatesigningrequests (csr) status
storage.k8s.io/v1
  StorageClass storageclasses (sc)
  VolumeAttachment volumeattachments status
  CSIDriver csidrivers gen
  CSINode csinodes
  CSIStorageCapacity csistoragecapacities ns
admissionregistration.k8s.io/v1
  MutatingWebhookConfiguration mutatingwebhookconfigurations api-extensions gen
  ValidatingWebhookConfiguration validatingwebhookconfigurations api-extensions gen
  ValidatingAdmissionPolicy validatingadmissionpolicies api-extensions status gen
  ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings api-extensions gen
apiextensions.k8s.io/v1
  CustomResourceDefinition customresourcedefinitions (crd,crds) api-extensions status gen
apiregistration.k8s.io/v1
  APIService apiservices api-extensions status
`;

const replicas: ScaleSubresource = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.status.selector',
};

/** Every built-in resource. Kinds that nothing here acts on are served too: clients list them. */
export const builtInTypes: readonly ResourceType[] = readResources();

function readResources(): ResourceType[] {
  const types: ResourceType[] = [];
  let group = '';
  let version = '';
  for (const line of resources.split('\n').filter(Boolean)) {
    if (!line.startsWith(' ')) {
      const parts = line.split('/');
      version = parts.pop() as string;
      group = parts[0] ?? '';
      continue;
    }
    const [kind = '', plural = '', ...words] = line.trim().split(' ');
    const has = (word: string) => words.includes(word);
    const names = words.find(word => word.startsWith('('));
    const definition = has('def') ? words[words.indexOf('def') + 1] : undefined;
    types.push({
      group,
      version,
      kind,
      plural,
      singular: kind.toLowerCase(),
      shortNames: names ? names.slice(1, -1).split(',') : [],
      categories: ['all', 'api-extensions'].filter(has),
      namespaced: has('ns'),
      subresources: {
        ...(has('status') ? { status: true } : {}),
        ...(has('scale') ? { scale: replicas } : {}),
      },
      schema: schemaOf(definition ?? kind),
      hasGeneration: has('gen'),
    });
  }
  return types;
}
