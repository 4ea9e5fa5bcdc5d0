import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Api } from './api.ts';
import { bootstrapRoles } from './bootstrapRoles.ts';
import { createCatalog } from './catalog.ts';
import { makeCertificate } from './certificate.ts';
import { startDefinitions } from './definitions.ts';
import { startEventExpiry } from './eventExpiry.ts';
import { startGarbageCollector } from './garbageCollector.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { create, startNamespaces } from './namespaces.ts';
import { createAuthorizer } from './rbac.ts';
import { reviewTypes } from './reviews.ts';
import { startRoleAggregation } from './roleAggregation.ts';
import { builtInTypes } from './schema/builtIn.ts';
import { createHandlers } from './server.ts';
import { createStore } from './store.ts';
import { createUsers } from './users.ts';

export interface Cluster {
  name: string;
  url: string;
  /** PEM */
  ca: string;
  /** YAML; the context's name is the cluster's. */
  kubeconfig(user: string): string;
  token(user: string): string;
  close(): Promise<void>;
}

interface ClusterOptions {
  name?: string;
  port?: number;
  /** Pod or node address to a port on loopback: for logs and the service proxy. */
  dial?: Api['dial'];
  /** How many changes of each resource watchers can catch up on. */
  history?: number;
  log?: (line: string) => void;
}

/** A Kubernetes API server in memory, over HTTPS on loopback, that has what a new cluster has. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { name = 'noah', port = 0, history } = options;
  const now = () => new Date();
  const store = createStore({ history });
  const api: Api = {
    store,
    catalog: createCatalog([...builtInTypes, ...reviewTypes]),
    users: createUsers(Date.now),
    authorizer: createAuthorizer(store),
    now,
    dial: options.dial ?? (() => undefined),
    log: options.log ?? (() => {}),
  };
  const certificate = await makeCertificate();
  const stops = [
    startGarbageCollector(api),
    startEventExpiry(api),
    startDefinitions(api),
    startRoleAggregation(store),
    startNamespaces(api, certificate.ca),
  ];
  for (const role of bootstrapRoles()) create(api, role, 'kube-apiserver');
  create(api, kubernetesService, 'kube-apiserver');
  // What happened while the cluster was made is nobody's business, as in one that starts from etcd.
  store.compact();

  const { request, upgrade } = createHandlers(api);
  const server = createServer(
    { cert: certificate.cert, key: certificate.key, maxHeaderSize: 64 * 1024 },
    request
  );
  server.on('upgrade', upgrade);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  // Bodies are small and clients near: who sends one for longer than this means harm.
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 90_000;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    name,
    url,
    ca: certificate.ca,
    token: user => api.users.tokenOf(user),
    kubeconfig: user =>
      kubeconfigOf({ name, url, ca: certificate.ca, user, token: api.users.tokenOf(user) }),
    async close() {
      stops.forEach(stop => stop());
      const closed = new Promise(resolve => server.close(resolve));
      sockets.forEach(socket => socket.destroy());
      await closed;
    },
  };
}

const kubernetesService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: {
    clusterIP: '10.96.0.1',
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
    type: 'ClusterIP',
  },
};
