/** Kinds beside Flux's own whose health is looked at: by group and kind, where the API serves them. */
const kinds: Record<string, { version: string; plural: string }> = {
  'apps/DaemonSet': { version: 'v1', plural: 'daemonsets' },
  'apps/Deployment': { version: 'v1', plural: 'deployments' },
  'apps/StatefulSet': { version: 'v1', plural: 'statefulsets' },
  'batch/CronJob': { version: 'v1', plural: 'cronjobs' },
  'batch/Job': { version: 'v1', plural: 'jobs' },
  '/PersistentVolumeClaim': { version: 'v1', plural: 'persistentvolumeclaims' },
  '/Service': { version: 'v1', plural: 'services' },
};

export interface ReadableKind {
  group: string;
  kind: string;
  version: string;
  plural: string;
}

export function readableKind(group: string, kind: string): ReadableKind | undefined {
  const known = kinds[`${group}/${kind}`];
  return known && { group, kind, ...known };
}
