import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { ApiError } from '../../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../../node/kubernetes/client.ts';
import { toTime } from '../controller.ts';
import { pathOf, resource, resources } from '../resource.ts';

const leases = resource('coordination.k8s.io/v1', 'Lease', 'leases');
const leaseNamespace = 'kube-node-lease';
const leaseSeconds = 40;
const renewal = 10_000;

export interface NodeFacts {
  name: string;
  address: string;
  kubeletPort: number;
}

/** Registers a node and keeps its Lease fresh until close. Tried again until the API server is there. */
export function startNode(
  client: KubernetesClient,
  facts: NodeFacts,
  log?: (line: string) => void
): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function beat(): Promise<void> {
    let delay = renewal;
    try {
      // Each time, since an API server may lose what it knew.
      const path = pathOf(resources.nodes, { name: facts.name });
      const isNew = timer === undefined || !(await find(client, path));
      if (isNew) await register(client, facts);
      await renew(client, facts.name);
    } catch (error) {
      if (isClosed) return;
      log?.(`node ${facts.name}: ${error instanceof Error ? error.message : String(error)}`);
      delay = 1000;
    }
    if (!isClosed) timer = setTimeout(() => void beat(), delay);
  }

  void beat();
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

async function register(client: KubernetesClient, facts: NodeFacts): Promise<void> {
  const path = pathOf(resources.nodes, { name: facts.name });
  const now = toTime(Date.now());
  const node = nodeObject(facts, now);
  const existing = await find(client, path);
  const made =
    existing ??
    (await client.request<KubernetesObject>({
      method: 'POST',
      path: pathOf(resources.nodes),
      body: node,
    }));
  await client.request({
    method: 'PUT',
    path: `${path}/status`,
    body: { ...made, status: node.status },
  });
}

async function renew(client: KubernetesClient, name: string): Promise<void> {
  const path = pathOf(leases, { namespace: leaseNamespace, name });
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime };
  const existing = await find(client, path);
  if (existing) {
    await client.request({ method: 'PUT', path, body: { ...existing, spec } });
    return;
  }
  await client.request({
    method: 'POST',
    path: pathOf(leases, { namespace: leaseNamespace }),
    body: {
      apiVersion: leases.apiVersion,
      kind: leases.kind,
      metadata: { name, namespace: leaseNamespace },
      spec,
    },
  });
}

async function find(client: KubernetesClient, path: string): Promise<KubernetesObject | undefined> {
  try {
    return await client.request<KubernetesObject>({ path });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function nodeObject({ name, address, kubeletPort }: NodeFacts, now: string) {
  const has = { cpu: '16', memory: '64Gi', pods: '250', 'ephemeral-storage': '500Gi' };
  const good = (type: string, reason: string, message: string) => ({
    type,
    status: type === 'Ready' ? 'True' : 'False',
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
      },
    },
    spec: {},
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      allocatable: has,
      capacity: has,
      conditions: [
        good(
          'MemoryPressure',
          'KubeletHasSufficientMemory',
          'kubelet has sufficient memory available'
        ),
        good('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        good('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        good('Ready', 'KubeletReady', 'kubelet is posting ready status'),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'demo://1',
        kernelVersion: '',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.36.3',
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Lumen demo',
        systemUUID: '',
      },
    },
  };
}
