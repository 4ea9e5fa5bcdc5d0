import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { sendFailure, sendJson } from './answer.ts';
import type { ClusterProxy } from './clusterProxy.ts';
import { createClusterProxy } from './clusterProxy.ts';
import { sendFile } from './files.ts';
import { isFromOwnPage, refusal } from './guard.ts';
import type { HostedCluster } from './hostedCluster.ts';
import { loadPage } from './page.ts';
import { cookiesOf, tokenCookies } from './session.ts';
import { sendUser, setToken } from './user.ts';

export interface HostOptions {
  /** The built UI, `buildHost()`. */
  ui: string;
  /** Built plugins: folders with main.js, package.json and locales/, as Headlamp's plugin folder has them. */
  plugins: { name: string; folder: string }[];
  clusters: HostedCluster[];
  /** 0, the default: any free one. */
  port?: number;
  /** Names besides the loopback ones under which browsers reach this server, always by plain http. */
  names?: string[];
}

export interface Host {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Headlamp's server, as far as its UI and plugins ask for it: pages, plugins, sign-in, and each cluster's API. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { clusters, plugins, ui } = options;
  const page = await loadPage(ui);
  const proxies = new Map<string, ClusterProxy>(
    clusters.map(cluster => [cluster.name, createClusterProxy(cluster)])
  );
  // Cookies know no ports and outlive a host: one that was started later signs in anew, a sign-out stays one.
  const visit = { name: 'lumen-visit', value: randomBytes(9).toString('base64url') };
  let port = 0;

  const sendPage = (request: IncomingMessage, response: ServerResponse) => {
    if (cookiesOf(request).get(visit.name) !== visit.value) {
      response.setHeader('set-cookie', [
        `${visit.name}=${visit.value}; Path=/; HttpOnly; SameSite=Strict`,
        ...clusters.flatMap(({ name, firstToken }) =>
          firstToken ? tokenCookies(name, firstToken) : []
        ),
      ]);
    }
    page.send(response);
  };

  const answerCluster = async (
    request: IncomingMessage,
    response: ServerResponse,
    { cluster, path }: ClusterPath
  ) => {
    const mayChange = !['GET', 'HEAD'].includes(request.method ?? '');
    if (cluster.signedIn && mayChange && !isFromOwnPage(request)) {
      return sendFailure(response, 403, 'Forbidden', notFromPage);
    }
    if (path === '/me') return sendUser(request, response, cluster);
    if (path === '/set-token' && cluster.signedIn) {
      const reason = `Requests to cluster ${cluster.name} go as the user of the kubeconfig: nobody signs in or out here.`;
      return sendFailure(response, 403, 'Forbidden', reason);
    }
    if (path === '/set-token' && request.method === 'POST') {
      return setToken(request, response, cluster.name);
    }
    return proxies.get(cluster.name)?.forward(request, response, path);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const reason = refusal(request, port, options.names ?? []);
    if (reason) return sendFailure(response, 403, 'Forbidden', reason);
    const { pathname, search } = new URL(request.url ?? '/', 'http://host');
    const path = decode(pathname);
    if (path === undefined) {
      return sendFailure(response, 400, 'BadRequest', `The path ${pathname} is not well encoded.`);
    }
    if (pathname.startsWith('/clusters/')) {
      const target = clusterPath(clusters, pathname, search);
      if (target) return answerCluster(request, response, target);
      return sendFailure(response, 404, 'NotFound', `No cluster is served under ${pathname}.`);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return sendFailure(response, 404, 'NotFound', `This host does not serve ${path}.`);
    }
    if (path === '/config') return sendJson(response, 200, config(clusters));
    if (path === '/plugins') {
      return sendJson(
        response,
        200,
        plugins.map(({ name }) => ({ path: `plugins/${name}`, name, type: 'development' }))
      );
    }
    const plugin = plugins.find(({ name }) => path.startsWith(`/plugins/${name}/`));
    const sent = plugin
      ? await sendFile(
          response,
          plugin.folder,
          path.slice(`/plugins/${plugin.name}/`.length),
          'no-cache'
        )
      : path !== '/index.html' &&
        (await sendFile(response, ui, path, isHashed(path) ? forEver : 'no-cache'));
    if (sent) return undefined;
    if (notPages.some(prefix => path.startsWith(prefix))) {
      return sendFailure(response, 404, 'NotFound', `This host does not serve ${path}.`);
    }
    return sendPage(request, response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      sendFailure(
        response,
        500,
        'InternalError',
        `${request.method} ${request.url}: ${error.message}`
      );
    });
  });
  // A watch is one request for as long as a page is open.
  server.requestTimeout = 0;
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request, socket: Duplex, head) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const { pathname, search } = new URL(request.url ?? '/', 'http://host');
    const target = clusterPath(clusters, pathname, search);
    // Browsers name the origin of every WebSocket, and let any page open one anywhere.
    const refused =
      refusal(request, port, options.names ?? []) ??
      (target?.cluster.signedIn && !isFromOwnPage(request) ? notFromPage : undefined);
    if (refused || !target) {
      socket.end(
        `HTTP/1.1 ${refused ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`
      );
      return;
    }
    void proxies.get(target.cluster.name)?.upgrade(request, socket, head, target.path);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      for (const proxy of proxies.values()) proxy.close();
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

const notFromPage =
  'What may change a cluster must come from one of this server’s own pages, and this request does not say so.';

/** Routes of Headlamp's server that this one lacks: a page in their place would be taken for an answer. */
const notPages = ['/assets/', '/plugins/', '/user-plugins', '/static-plugins', '/cluster/'].concat([
  '/externalproxy',
  '/parseKubeConfig',
  '/oidc',
  '/metrics',
  '/wsMultiplexer',
  '/drain-node',
]);

const forEver = 'public, max-age=31536000, immutable';
const isHashed = (path: string) => path.startsWith('/assets/') && !path.startsWith('/assets/vs/');

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

interface ClusterPath {
  cluster: HostedCluster;
  /** On the API server, with its query; as it was encoded. */
  path: string;
}

function clusterPath(
  clusters: HostedCluster[],
  pathname: string,
  search: string
): ClusterPath | undefined {
  const [, name = '', rest = ''] = /^\/clusters\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
  const cluster = clusters.find(each => each.name === decode(name));
  // Headlamp's UI sometimes doubles a slash, which an API server answers with a redirect.
  return cluster && { cluster, path: `${rest.replace(/\/{2,}/g, '/') || '/'}${search}` };
}

function config(clusters: HostedCluster[]) {
  return {
    clusters: clusters.map(({ name, server, signedIn }) => ({
      name,
      server,
      // Not Headlamp's: the account menu of ours asks it.
      ...(signedIn ? { signedIn } : {}),
      auth_type: '',
      meta_data: { namespace: '', source: 'kubeconfig', originalName: name, extensions: {} },
    })),
    isDynamicClusterEnabled: false,
    allowKubeconfigChanges: false,
  };
}
