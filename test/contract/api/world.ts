import { afterAll, beforeAll, describe } from 'vitest';
import { sharedPlane } from '../../cluster/sharedPlane.ts';
import { type ApiClient, createApiClient } from './apiClient.ts';
import { startEmbeddedApi } from './embeddedApi.ts';

/** An API server under test, whichever it is. Known users: admin, viewer (ClusterRole view) and nobody. */
export interface ApiWorld {
  url: string;
  /** PEM */
  ca: string;
  token(user: string): string;
  /** YAML */
  kubeconfig(user: string): string;
  close(): Promise<void>;
}

const plane = sharedPlane();
const worlds: readonly { world: string; start: () => Promise<ApiWorld> }[] = [
  plane
    ? { world: 'plane', start: async () => plane }
    : { world: 'embedded', start: startEmbeddedApi },
];

export interface ApiUnderTest {
  world: ApiWorld;
  as(user: string): ApiClient;
  admin: ApiClient;
  /** A new namespace, its name not used before. */
  namespace(): Promise<string>;
}

/** Runs a suite against every API server there is. Tests never ask which one it is. */
export function describeApi(name: string, suite: (api: ApiUnderTest) => void): void {
  describe.each(worlds)(`${name} ($world)`, ({ start }) => {
    // Filled before the first test, so that suites can take it apart where they use it.
    const api = {} as ApiUnderTest;
    let clients: ApiClient[] = [];
    let number = 0;

    beforeAll(async () => {
      api.world = await start();
      api.as = user => {
        const client = createApiClient(api.world, api.world.token(user));
        clients.push(client);
        return client;
      };
      api.admin = api.as('admin');
      api.namespace = async () => {
        const name = `case-${process.pid}-${Date.now().toString(36)}-${++number}`;
        await api.admin.create('/api/v1/namespaces', {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name },
        });
        return name;
      };
    });

    afterAll(async () => {
      clients.forEach(client => client.close());
      clients = [];
      await api.world?.close();
    });

    suite(api);
  });
}
