import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../../node/freePort.ts';
import { createClient } from '../../node/kubernetes/client.ts';
import { makeCertificate } from '../cluster/certificate.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { kubeconfigOf } from '../cluster/kubeconfig.ts';
import { type Dial, startEgress } from './egress.ts';
import { type Service, startService } from './service.ts';

/** A real control plane on loopback: etcd, kube-apiserver, kube-controller-manager. */
export interface Plane extends Cluster {
  /** What every client asked for, a JSON line each. */
  auditLog: string;
  /** For tests that break it. `start` waits until it serves again, at the same address. */
  apiServer: { stop(): Promise<void>; start(): Promise<void> };
  etcd: {
    signal(signal: NodeJS.Signals): void;
    /** Forgets every state but the present one. */
    compact(): Promise<void>;
  };
  /** Files that say what went wrong. */
  logs: string[];
}

export interface PlaneOptions {
  name?: string;
  /** Its own: data, sockets, logs. Short, since it holds a Unix socket. */
  folder: string;
  /** The built programs. */
  programs: string;
  dial?: Dial;
  /** Beside the users that every cluster of the demo has. */
  users?: readonly PlaneUser[];
  /** Arguments of kube-apiserver beside our own. */
  apiServerArgs?: readonly string[];
}

export interface PlaneUser {
  name: string;
  groups?: readonly string[];
}

const masters = ['system:masters'];
/** As in the embedded cluster. The sidecar's ServiceAccount has a token from the start, as its Pod would. */
const knownUsers: readonly PlaneUser[] = [
  { name: 'admin', groups: masters },
  { name: 'viewer' },
  { name: 'nobody' },
  { name: 'kubelet', groups: masters },
  { name: 'controllers', groups: masters },
  {
    name: 'system:serviceaccount:flux-system:lumen',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:flux-system'],
  },
];

export async function startPlane(options: PlaneOptions): Promise<Plane> {
  const { name = 'noah', folder, programs } = options;
  await mkdir(folder, { recursive: true });
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const ports = await freePorts('etcd', 'peer', 'api', 'manager');
    const file = (part: string) => join(folder, part);
    const tokens = new Map(
      [...knownUsers, ...(options.users ?? [])].map(user => [
        user.name,
        { ...user, token: randomBytes(24).toString('base64url') },
      ])
    );
    const certificate = await makeCertificate();
    await writeFiles(folder, certificate, [...tokens.values()]);
    const egress = await startEgress(file('egress.sock'), options.dial ?? (() => undefined));
    undo.push(() => egress.close());

    const url = `https://127.0.0.1:${ports.api}`;
    const token = (user: string) => {
      const known = tokens.get(user);
      if (!known) throw new Error(`user "${user}": one of ${[...tokens.keys()].join(', ')}`);
      return known.token;
    };
    const kubeconfig = (user: string) =>
      kubeconfigOf({ name, url, ca: certificate.ca, user, token: token(user) });
    await writeFile(file('controllers.kubeconfig'), kubeconfig('controllers'), { mode: 0o600 });

    const etcdUrl = `http://127.0.0.1:${ports.etcd}`;
    const etcd = await startService({
      name: 'etcd',
      file: join(programs, 'server'),
      args: [
        ...['--data-dir', file('etcd')],
        ...['--listen-client-urls', etcdUrl, '--advertise-client-urls', etcdUrl],
        ...['--listen-peer-urls', `http://127.0.0.1:${ports.peer}`],
        '--unsafe-no-fsync',
      ],
      folder,
      isReady: async () => (await fetch(`${etcdUrl}/health`)).ok,
    });
    undo.push(() => etcd.close());

    const client = createClient({
      server: url,
      ca: certificate.ca,
      token: async () => token('admin'),
    });
    undo.push(async () => client.close());
    const startApiServer = () =>
      startService({
        name: 'kube-apiserver',
        file: join(programs, 'kube-apiserver'),
        args: [...apiServerArgs(file, etcdUrl, ports.api), ...(options.apiServerArgs ?? [])],
        folder,
        isReady: async () => {
          // Its answer is no JSON.
          (await client.open({ path: '/readyz', timeout: 2000 })).resume();
          return true;
        },
      });
    let apiServer: Service | undefined = await startApiServer();
    // Before etcd: without it the API server takes seconds to end.
    undo.push(async () => apiServer?.close(500));

    await client.request({
      method: 'POST',
      path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
      body: viewerMayView,
    });
    const manager = await startService({
      name: 'kube-controller-manager',
      file: join(programs, 'kube-controller-manager'),
      args: [
        ...['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'].map(
          flag => `--${flag}=${file('controllers.kubeconfig')}`
        ),
        `--service-account-private-key-file=${file('sa.key')}`,
        `--root-ca-file=${file('ca.crt')}`,
        '--leader-elect=false',
        // As it comes it asks 20 times a second: many namespaces that end at once would take minutes.
        '--kube-api-qps=200',
        '--kube-api-burst=400',
        `--secure-port=${ports.manager}`,
        `--cert-dir=${file('manager-certs')}`,
        // Its nodes are kept alive by the demo's own kubelet, whose heartbeats a busy machine may delay.
        '--controllers=*,-node-lifecycle-controller,-taint-eviction-controller',
      ],
      folder,
      isReady: async () => {
        const path = '/api/v1/namespaces/default/serviceaccounts/default';
        await client.request({ path, timeout: 2000 });
        return true;
      },
    });
    undo.push(() => manager.close());

    return {
      name,
      url,
      ca: certificate.ca,
      token,
      kubeconfig,
      auditLog: file('audit.log'),
      apiServer: {
        async stop() {
          await apiServer?.close(0);
          apiServer = undefined;
        },
        async start() {
          apiServer ??= await startApiServer();
        },
      },
      etcd: { signal: signal => etcd.signal(signal), compact: () => compact(etcdUrl) },
      logs: ['etcd', 'kube-apiserver', 'kube-controller-manager'].map(part => file(`${part}.log`)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compact(etcd: string): Promise<void> {
  const ask = async (path: string, body: object) => {
    const answer = await fetch(`${etcd}/v3/kv/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`etcd: ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { header: { revision: string } };
  };
  const { revision } = (await ask('range', { key: 'AA==' })).header;
  await ask('compaction', { revision, physical: true });
}

const viewerMayView = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'viewer' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
};

async function writeFiles(
  folder: string,
  certificate: { ca: string; cert: string; key: string },
  users: readonly (PlaneUser & { token: string })[]
): Promise<void> {
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const egress = {
    apiVersion: 'apiserver.k8s.io/v1beta1',
    kind: 'EgressSelectorConfiguration',
    egressSelections: [
      {
        name: 'cluster',
        connection: {
          proxyProtocol: 'HTTPConnect',
          transport: { uds: { udsName: join(folder, 'egress.sock') } },
        },
      },
    ],
  };
  const audit = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [{ level: 'Metadata' }],
  };
  const files: Record<string, string> = {
    'ca.crt': certificate.ca,
    'serving.crt': certificate.cert,
    'serving.key': certificate.key,
    'sa.key': signing.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    'egress.yaml': stringify(egress),
    'audit-policy.yaml': stringify(audit),
    'tokens.csv': users
      .map(({ name, groups = [], token }) => `${token},${name},${name},"${groups.join(',')}"\n`)
      .join(''),
  };
  await Promise.all(
    Object.entries(files).map(([name, text]) =>
      writeFile(join(folder, name), text, { mode: 0o600 })
    )
  );
}

function apiServerArgs(file: (part: string) => string, etcd: string, port: number): string[] {
  return [
    `--etcd-servers=${etcd}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${file('certs')}`,
    `--tls-cert-file=${file('serving.crt')}`,
    `--tls-private-key-file=${file('serving.key')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('sa.key')}`,
    `--service-account-signing-key-file=${file('sa.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    `--egress-selector-config-file=${file('egress.yaml')}`,
    `--audit-policy-file=${file('audit-policy.yaml')}`,
    `--audit-log-path=${file('audit.log')}`,
  ];
}
