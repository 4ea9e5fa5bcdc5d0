import { resourcesIn } from './aggregatedDiscovery.ts';

/** Where a cluster serves the objects of one kind. */
export interface ServedResource {
  group: string;
  version: string;
  plural: string;
  isNamespaced: boolean;
}

/** By `group/kind`, at the version that the API server prefers. */
export type ResourceTable = ReadonlyMap<string, ServedResource>;

const builtIn: Record<string, readonly [group: string, ...plurals: string[]]> = {
  v1: [
    '',
    'Pod pods',
    'Service services',
    'Event events',
    'Endpoints endpoints',
    'PersistentVolumeClaim persistentvolumeclaims',
    'ReplicationController replicationcontrollers',
    'ResourceQuota resourcequotas',
    'LimitRange limitranges',
    'ServiceAccount serviceaccounts',
    '*Namespace namespaces',
    '*Node nodes',
    '*PersistentVolume persistentvolumes',
  ],
  'apps/v1': [
    'apps',
    'DaemonSet daemonsets',
    'Deployment deployments',
    'ReplicaSet replicasets',
    'StatefulSet statefulsets',
  ],
  'batch/v1': ['batch', 'CronJob cronjobs', 'Job jobs'],
  'coordination.k8s.io/v1': ['coordination.k8s.io', 'Lease leases'],
  'networking.k8s.io/v1': [
    'networking.k8s.io',
    'Ingress ingresses',
    'NetworkPolicy networkpolicies',
  ],
  'policy/v1': ['policy', 'PodDisruptionBudget poddisruptionbudgets'],
  'autoscaling/v2': ['autoscaling', 'HorizontalPodAutoscaler horizontalpodautoscalers'],
};

/** What every API server serves: all that is known of one that does not tell the kinds of all its groups at once. */
export const builtInResources: ResourceTable = new Map(
  Object.entries(builtIn).flatMap(([groupVersion, [group, ...resources]]) =>
    resources.map((resource): [string, ServedResource] => {
      const isNamespaced = !resource.startsWith('*');
      const [kind = '', plural = ''] = resource.replace('*', '').split(' ');
      const version = groupVersion.split('/').at(-1) ?? 'v1';
      return [`${group}/${kind}`, { group, version, plural, isNamespaced }];
    })
  )
);

/** Of the aggregated discovery document of all groups, and of the core group what is built in. */
export function resourcesOfAggregated(body: unknown): ResourceTable {
  const resources = new Map(builtInResources);
  const told = new Set<string>();
  for (const { group, version, kind, plural, isNamespaced, canBeListed } of resourcesIn(body)) {
    // The API server's order is its preference: the first one that has the kind.
    const isNew = !told.has(`${group}/${kind}`);
    if (!kind || !plural || !version || !canBeListed || !isNew) continue;
    told.add(`${group}/${kind}`);
    resources.set(`${group}/${kind}`, { group, version, plural, isNamespaced });
  }
  return resources;
}
