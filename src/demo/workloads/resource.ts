import { resourcePath } from '../../core/kubernetes/path.ts';

/** What a collection of the API holds. */
export interface Resource {
  apiVersion: string;
  group: string;
  version: string;
  kind: string;
  plural: string;
}

export function resource(apiVersion: string, kind: string, plural: string): Resource {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { apiVersion, group, version, kind, plural };
}

export const resources = {
  definitions: resource(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions'
  ),
  nodes: resource('v1', 'Node', 'nodes'),
  pods: resource('v1', 'Pod', 'pods'),
  services: resource('v1', 'Service', 'services'),
  endpoints: resource('v1', 'Endpoints', 'endpoints'),
  endpointSlices: resource('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  volumes: resource('v1', 'PersistentVolume', 'persistentvolumes'),
  volumeClaims: resource('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  storageClasses: resource('storage.k8s.io/v1', 'StorageClass', 'storageclasses'),
  deployments: resource('apps/v1', 'Deployment', 'deployments'),
  replicaSets: resource('apps/v1', 'ReplicaSet', 'replicasets'),
  statefulSets: resource('apps/v1', 'StatefulSet', 'statefulsets'),
  daemonSets: resource('apps/v1', 'DaemonSet', 'daemonsets'),
  jobs: resource('batch/v1', 'Job', 'jobs'),
  cronJobs: resource('batch/v1', 'CronJob', 'cronjobs'),
} as const;

export function pathOf(
  of: Resource,
  at: { namespace?: string; name?: string; subresource?: string } = {}
): string {
  return resourcePath({ group: of.group, version: of.version, plural: of.plural, ...at });
}
