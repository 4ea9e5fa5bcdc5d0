import { record } from '../../../core/kubernetes/object.ts';

type Fields = Record<string, unknown>;

/** What depends on other fields in the spec of a pod, or of the template of pods. */
export function podSpecDefaults(spec: Fields): Fields {
  const { serviceAccountName, serviceAccount } = spec;
  const account = serviceAccountName ?? serviceAccount;
  return {
    securityContext: {},
    ...spec,
    // One name, two fields: the older one is kept in step.
    ...(account ? { serviceAccountName: account, serviceAccount: account } : {}),
    ...containers(spec, 'containers'),
    ...containers(spec, 'initContainers'),
    ...containers(spec, 'ephemeralContainers'),
    ...(Array.isArray(spec.volumes) ? { volumes: spec.volumes.map(volume) } : {}),
  };
}

/** What a pod has beyond the template that it is made from. */
export function podDefaults(spec: Fields): Fields {
  const filled = podSpecDefaults({ enableServiceLinks: true, ...spec });
  return {
    ...filled,
    ...requests(filled, 'containers'),
    ...requests(filled, 'initContainers'),
  };
}

function containers(spec: Fields, key: string): Fields {
  const items = spec[key];
  if (!Array.isArray(items)) return {};
  return {
    [key]: items.map(item => {
      const container = record(item);
      const policy = pullPolicy(container.image);
      const ports =
        key === 'containers' && spec.hostNetwork === true && Array.isArray(container.ports)
          ? {
              ports: container.ports.map(port => ({
                hostPort: record(port).containerPort,
                ...port,
              })),
            }
          : {};
      return { imagePullPolicy: policy, ...container, ...ports };
    }),
  };
}

/** Only an image that may change under its name is pulled always. */
function pullPolicy(image: unknown): string {
  const name = String(image ?? '');
  if (name.includes('@')) return 'IfNotPresent';
  const [, tag = 'latest'] = /:([^/:]+)$/.exec(name) ?? [];
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

/** A volume that names no source is an empty folder. */
function volume(item: unknown): unknown {
  const fields = record(item);
  return Object.keys(fields).length === 1 && fields.name ? { ...fields, emptyDir: {} } : item;
}

/** What is limited is requested too. */
function requests(spec: Fields, key: string): Fields {
  const items = spec[key];
  if (!Array.isArray(items)) return {};
  return {
    [key]: items.map(item => {
      const resources = record(record(item).resources);
      if (Object.keys(record(resources.limits)).length === 0) return item;
      const all = { ...record(resources.limits), ...record(resources.requests) };
      return { ...record(item), resources: { ...resources, requests: all } };
    }),
  };
}

/** Every place of an object that holds a pod's spec, as a path of fields. */
export const podSpecPaths: Record<string, readonly string[]> = {
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  PodTemplate: ['template', 'spec'],
};
