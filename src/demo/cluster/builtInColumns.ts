import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import { age, ageText, type Cell, type Column, column } from './column.ts';
import { compilePath } from './jsonPath.ts';

const at = (path: string): Cell => {
  const find = compilePath(path);
  return object => find(object)[0];
};
const number = (path: string): Cell => {
  const find = at(path);
  return object => Number(find(object) ?? 0);
};
const wide = (title: string, cell: Cell) => column(title, cell, 'string', 1);
const pairs = (value: unknown): string =>
  Object.entries(record(value))
    .map(([key, entry]) => `${key}=${String(entry)}`)
    .join(',') || '<none>';
const containers: Cell = object =>
  list(record(record(record(object.spec).template).spec).containers)
    .map(entry => String(record(entry).name))
    .join(',');
const images: Cell = object =>
  list(record(record(record(object.spec).template).spec).containers)
    .map(entry => String(record(entry).image))
    .join(',');
const selector: Cell = object => pairs(record(record(object.spec).selector).matchLabels);
const dataCount = column('Data', object => Object.keys(record(object.data)).length, 'integer');

/** What people know to see of built-in kinds, beside the name. */
export const builtInColumns: Record<string, Column[]> = {
  namespaces: [column('Status', at('.status.phase')), age],
  nodes: [
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    age,
    column('Version', at('.status.nodeInfo.kubeletVersion')),
    wide('Internal-IP', at('.status.addresses[?(@.type=="InternalIP")].address')),
    wide('OS-Image', at('.status.nodeInfo.osImage')),
  ],
  pods: [
    column('Ready', podReady),
    column('Status', podStatus),
    column('Restarts', podRestarts, 'string'),
    age,
    wide('IP', object => at('.status.podIP')(object) ?? '<none>'),
    wide('Node', object => at('.spec.nodeName')(object) ?? '<none>'),
    wide('Nominated Node', () => '<none>'),
    wide('Readiness Gates', () => '<none>'),
  ],
  services: [
    column('Type', at('.spec.type')),
    column('Cluster-IP', object => at('.spec.clusterIP')(object) ?? '<none>'),
    column('External-IP', object => at('.spec.externalName')(object) ?? '<none>'),
    column('Port(s)', servicePorts),
    age,
    wide('Selector', object => pairs(record(object.spec).selector)),
  ],
  configmaps: [dataCount, age],
  secrets: [column('Type', object => object.type), dataCount, age],
  serviceaccounts: [column('Secrets', object => list(object.secrets).length, 'integer'), age],
  events: [
    { ...column('Last Seen', () => undefined), cell: (object, now) => lastSeen(object, now) },
    column('Type', object => object.type),
    column('Reason', object => object.reason),
    column('Object', object => {
      const { kind, name: involved } = record(object.involvedObject);
      return `${String(kind ?? '').toLowerCase()}/${String(involved ?? '')}`;
    }),
    column('Message', object => object.message),
  ],
  persistentvolumeclaims: [
    column('Status', at('.status.phase')),
    column('Volume', object => at('.spec.volumeName')(object) ?? ''),
    column('Capacity', object => at('.status.capacity.storage')(object) ?? ''),
    column('Access Modes', object =>
      list(record(object.spec).accessModes).map(shortMode).join(',')
    ),
    column('StorageClass', object => at('.spec.storageClassName')(object) ?? ''),
    age,
  ],
  persistentvolumes: [
    column('Capacity', at('.spec.capacity.storage')),
    column('Access Modes', object =>
      list(record(object.spec).accessModes).map(shortMode).join(',')
    ),
    column('Reclaim Policy', at('.spec.persistentVolumeReclaimPolicy')),
    column('Status', at('.status.phase')),
    age,
  ],
  endpoints: [
    column(
      'Endpoints',
      object =>
        list(object.subsets)
          .flatMap(subset => list(record(subset).addresses).map(entry => String(record(entry).ip)))
          .join(',') || '<none>'
    ),
    age,
  ],
  'deployments.apps': [
    column(
      'Ready',
      object => `${number('.status.readyReplicas')(object)}/${number('.spec.replicas')(object)}`
    ),
    column('Up-to-date', number('.status.updatedReplicas'), 'integer'),
    column('Available', number('.status.availableReplicas'), 'integer'),
    age,
    wide('Containers', containers),
    wide('Images', images),
    wide('Selector', selector),
  ],
  'replicasets.apps': [
    column('Desired', number('.spec.replicas'), 'integer'),
    column('Current', number('.status.replicas'), 'integer'),
    column('Ready', number('.status.readyReplicas'), 'integer'),
    age,
    wide('Containers', containers),
    wide('Images', images),
    wide('Selector', selector),
  ],
  'statefulsets.apps': [
    column(
      'Ready',
      object => `${number('.status.readyReplicas')(object)}/${number('.spec.replicas')(object)}`
    ),
    age,
    wide('Containers', containers),
    wide('Images', images),
  ],
  'daemonsets.apps': [
    column('Desired', number('.status.desiredNumberScheduled'), 'integer'),
    column('Current', number('.status.currentNumberScheduled'), 'integer'),
    column('Ready', number('.status.numberReady'), 'integer'),
    column('Up-to-date', number('.status.updatedNumberScheduled'), 'integer'),
    column('Available', number('.status.numberAvailable'), 'integer'),
    age,
    wide('Containers', containers),
    wide('Images', images),
  ],
  'jobs.batch': [
    column('Status', jobStatus),
    column(
      'Completions',
      object =>
        `${number('.status.succeeded')(object)}/${Number(at('.spec.completions')(object) ?? 1)}`
    ),
    age,
  ],
  'cronjobs.batch': [
    column('Schedule', at('.spec.schedule')),
    column('Suspend', object => String(at('.spec.suspend')(object) ?? false)),
    column('Active', object => list(record(object.status).active).length, 'integer'),
    age,
  ],
  'ingresses.networking.k8s.io': [
    column('Class', object => at('.spec.ingressClassName')(object) ?? '<none>'),
    column(
      'Hosts',
      object =>
        list(record(object.spec).rules)
          .map(rule => String(record(rule).host ?? '*'))
          .join(',') || '*'
    ),
    age,
  ],
  'customresourcedefinitions.apiextensions.k8s.io': [
    { ...column('Created At', object => object.metadata.creationTimestamp), type: 'date' },
  ],
  'roles.rbac.authorization.k8s.io': [createdAt()],
  'clusterroles.rbac.authorization.k8s.io': [createdAt()],
  'rolebindings.rbac.authorization.k8s.io': [column('Role', roleRef), age],
  'clusterrolebindings.rbac.authorization.k8s.io': [column('Role', roleRef), age],
  'leases.coordination.k8s.io': [column('Holder', at('.spec.holderIdentity')), age],
};
builtInColumns['events.events.k8s.io'] = builtInColumns.events!;

function createdAt(): Column {
  return { ...column('Created At', object => object.metadata.creationTimestamp), type: 'date' };
}

function roleRef(object: KubernetesObject): string {
  const ref = record(object.roleRef);
  return `${String(ref.kind)}/${String(ref.name)}`;
}

function nodeStatus(object: KubernetesObject): string {
  const ready = at('.status.conditions[?(@.type=="Ready")].status')(object);
  const status = ready === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady';
  return record(object.spec).unschedulable === true ? `${status},SchedulingDisabled` : status;
}

function nodeRoles({ metadata }: KubernetesObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {}).filter(key => key.startsWith(prefix));
  return (
    roles
      .map(key => key.slice(prefix.length))
      .sort()
      .join(',') || '<none>'
  );
}

function podReady(object: KubernetesObject): string {
  const statuses = list(record(object.status).containerStatuses);
  const ready = statuses.filter(status => record(status).ready === true).length;
  return `${ready}/${list(record(object.spec).containers).length}`;
}

/** The word that says most: why a container waits or ended, else the phase. */
function podStatus(object: KubernetesObject): string {
  const status = record(object.status);
  if (object.metadata.deletionTimestamp) return 'Terminating';
  for (const entry of list(status.initContainerStatuses)) {
    const { waiting, terminated } = record(record(entry).state);
    const reason = record(terminated).exitCode ? record(terminated).reason : record(waiting).reason;
    if (reason && reason !== 'PodInitializing') return `Init:${String(reason)}`;
  }
  for (const entry of list(status.containerStatuses)) {
    const { waiting, terminated } = record(record(entry).state);
    const reason = record(waiting).reason ?? record(terminated).reason;
    if (reason) return String(reason);
  }
  return String(status.reason ?? status.phase ?? '');
}

function podRestarts(object: KubernetesObject): string {
  const statuses = list(record(object.status).containerStatuses);
  return String(
    statuses.reduce<number>((sum, entry) => sum + Number(record(entry).restartCount ?? 0), 0)
  );
}

function servicePorts(object: KubernetesObject): string {
  return (
    list(record(object.spec).ports)
      .map(entry => {
        const { port, nodePort, protocol = 'TCP' } = record(entry);
        return `${String(port)}${nodePort ? `:${String(nodePort)}` : ''}/${String(protocol)}`;
      })
      .join(',') || '<none>'
  );
}

function jobStatus(object: KubernetesObject): string {
  for (const type of ['Complete', 'Failed', 'Suspended']) {
    if (at(`.status.conditions[?(@.type=="${type}")].status`)(object) === 'True') return type;
  }
  return 'Running';
}

function lastSeen(object: KubernetesObject, now: Date): string {
  const time = object.lastTimestamp ?? record(object.series).lastObservedTime ?? object.eventTime;
  return ageText(typeof time === 'string' ? time : object.metadata.creationTimestamp, now);
}

function shortMode(mode: unknown): string {
  const short: Record<string, string> = {
    ReadWriteOnce: 'RWO',
    ReadOnlyMany: 'ROX',
    ReadWriteMany: 'RWX',
    ReadWriteOncePod: 'RWOP',
  };
  return short[String(mode)] ?? String(mode);
}
