import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { matchesLabels, toRequirements } from '../../core/kubernetes/selector.ts';
import type { Collection } from './collection.ts';
import { type Controllers, startController, toOwner } from './controller.ts';
import { isReady } from './pods.ts';
import type { WorkQueue } from './workQueue.ts';

interface Backend {
  pod: KubernetesObject;
  ready: boolean;
}

/** Tells for each Service which pods stand behind it, as Endpoints and as an EndpointSlice. */
export function startEndpoints(controllers: Controllers): WorkQueue {
  const { services, pods, endpoints, endpointSlices } = controllers.collections;

  async function work(service: KubernetesObject): Promise<void> {
    const { namespace, name } = service.metadata;
    const spec = record(service.spec);
    if (service.metadata.deletionTimestamp || Object.keys(record(spec.selector)).length === 0)
      return;
    const requirements = toRequirements({ matchLabels: spec.selector });
    const all = spec.publishNotReadyAddresses === true;
    const backends = pods
      .list()
      .filter(pod => pod.metadata.namespace === namespace && hasAddress(pod))
      .filter(pod => matchesLabels(requirements, pod.metadata.labels))
      .map(pod => ({ pod, ready: all || (isReady(pod) && !pod.metadata.deletionTimestamp) }))
      .sort((a, b) => a.pod.metadata.name.localeCompare(b.pod.metadata.name));
    await put(endpoints, endpointsOf(service, backends));
    await put(endpointSlices, sliceOf(service, backends, nameOf(service, endpointSlices) ?? name));
  }

  async function put(collection: Collection, wanted: KubernetesObject): Promise<void> {
    const { namespace, name, labels } = wanted.metadata;
    const old = collection.get(namespace, name);
    if (!old) return void (await collection.create(wanted));
    const content = Object.fromEntries(
      Object.entries(wanted).filter(([field]) => !identity.has(field))
    );
    const isSame = Object.entries(content).every(([field, value]) =>
      isDeepStrictEqual(plain(value), plain(old[field] ?? []))
    );
    if (isSame && isDeepStrictEqual(labels, old.metadata.labels)) return;
    await collection.update({ ...old, ...content, metadata: { ...old.metadata, labels } });
  }

  const queue = startController(controllers, { main: services, work });
  pods.onChange((pod, old) => {
    if (old && isSameBackend(pod, old) && pods.get(pod.metadata.namespace, pod.metadata.name))
      return;
    for (const service of services.list()) {
      if (service.metadata.namespace !== pod.metadata.namespace) continue;
      const requirements = toRequirements({ matchLabels: record(service.spec).selector });
      const touches = [pod, old].some(
        one => one && matchesLabels(requirements, one.metadata.labels)
      );
      if (touches) queue.add(`${service.metadata.namespace}/${service.metadata.name}`);
    }
  });
  return queue;
}

const identity = new Set(['apiVersion', 'kind', 'metadata']);

/** Without the fields that are not there, which is how they come back. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function hasAddress(pod: KubernetesObject): boolean {
  const { podIP, phase } = record(pod.status);
  return Boolean(podIP) && phase !== 'Succeeded' && phase !== 'Failed';
}

function isSameBackend(pod: KubernetesObject, old: KubernetesObject): boolean {
  return (
    isReady(pod) === isReady(old) &&
    hasAddress(pod) === hasAddress(old) &&
    pod.metadata.deletionTimestamp === old.metadata.deletionTimestamp &&
    isDeepStrictEqual(pod.metadata.labels, old.metadata.labels)
  );
}

/** The slice that was made for the service before. */
function nameOf(service: KubernetesObject, slices: Collection): string | undefined {
  return slices.ownedBy(service.metadata.uid)[0]?.metadata.name;
}

function endpointsOf(service: KubernetesObject, backends: Backend[]): KubernetesObject {
  const { namespace, name, labels } = service.metadata;
  const addresses = (ready: boolean) => backends.filter(one => one.ready === ready).map(toAddress);
  const [ready, notReady] = [addresses(true), addresses(false)];
  const subset = {
    ...(ready.length ? { addresses: ready } : {}),
    ...(notReady.length ? { notReadyAddresses: notReady } : {}),
    ports: portsOf(service, backends),
  };
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name,
      namespace,
      labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
    },
    subsets: backends.length ? [subset] : [],
  };
}

function toAddress({ pod }: Backend) {
  return {
    ip: record(pod.status).podIP,
    nodeName: record(pod.spec).nodeName,
    targetRef: targetRef(pod),
  };
}

function targetRef(pod: KubernetesObject) {
  const { namespace, name, uid } = pod.metadata;
  return { kind: 'Pod', namespace, name, uid };
}

function sliceOf(service: KubernetesObject, backends: Backend[], name: string): KubernetesObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      namespace: service.metadata.namespace,
      labels: {
        ...service.metadata.labels,
        'kubernetes.io/service-name': service.metadata.name,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [toOwner(service)],
    },
    addressType: 'IPv4',
    endpoints: backends.map(({ pod, ready }) => ({
      addresses: [record(pod.status).podIP],
      conditions: {
        ready,
        serving: isReady(pod),
        terminating: Boolean(pod.metadata.deletionTimestamp),
      },
      nodeName: record(pod.spec).nodeName,
      targetRef: targetRef(pod),
    })),
    ports: portsOf(service, backends),
  };
}

/** Each port of the service as the number that the pods listen on: a name is looked up in the first of them. */
function portsOf(service: KubernetesObject, backends: Backend[]) {
  const containers = list(record(backends[0]?.pod.spec).containers).map(record);
  const named = containers.flatMap(({ ports }) => list(ports).map(record));
  return list(record(service.spec).ports).flatMap(entry => {
    const { name, port, protocol, targetPort } = record(entry);
    const target = text(targetPort);
    const number = target
      ? named.find(one => one.name === target)?.containerPort
      : targetPort || port;
    if (typeof number !== 'number') return [];
    return { ...(text(name) ? { name } : {}), port: number, protocol: protocol ?? 'TCP' };
  });
}
