import type { IncomingMessage, ServerResponse } from 'node:http';
import { basicChallenge, type Credentials, isAuthorized } from '../basicAuth.ts';
import { startLoopbackServer } from '../loopbackServer.ts';
import { readRequestBytes, TooManyBytesError } from '../requestBytes.ts';
import { type Artifact, toManifest } from './artifact.ts';
import { maxBlob, serveBlob, serveUpload } from './blobRoutes.ts';
import { createContentStore } from './contentStore.ts';
import { answer, type Exchange } from './exchange.ts';
import { serveManifest, serveReferrers } from './manifestRoutes.ts';
import { pageOf } from './pageOf.ts';
import { RegistryError } from './registryError.ts';
import { createRepository, type Repository } from './repository.ts';
import { createUploads } from './uploads.ts';

/** An OCI registry on loopback, in memory: images, charts and Flux's artifacts are pushed to it and pulled from it. */
export interface Registry {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** `127.0.0.1:PORT`, as image names begin. */
  host: string;
  /** Puts an artifact there without a client; returns the manifest's digest. */
  add(repository: string, tag: string, artifact?: Artifact): string;
  /** From now on everybody needs these; nobody does if undefined. */
  protect(credentials: Credentials | undefined): void;
  close(): Promise<void>;
}

export interface RegistryOptions {
  port?: number;
  credentials?: Credentials;
  /** Of all that it holds; 256 MiB unless told. */
  maxBytes?: number;
  log?: (line: string) => void;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const namePattern = new RegExp(`^${component}(?:/${component})*$`);
const routePattern = /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests|referrers|tags)\/([^/]*)$/;

const routes: Record<string, (exchange: Exchange) => void | Promise<void>> = {
  blobs: serveBlob,
  'blobs/uploads': serveUpload,
  manifests: serveManifest,
  referrers: serveReferrers,
  tags: serveTags,
};

export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  let { credentials } = options;
  const maxBytes = options.maxBytes ?? 256 * 1024 * 1024;
  const contents = createContentStore(maxBytes);
  const uploads = createUploads(Math.min(maxBytes, maxBlob));
  const repositories = new Map<string, Repository>();

  function newRepository(name: string): Repository {
    if (!namePattern.test(name) || name.length > 255) {
      throw new RegistryError('NAME_INVALID', `"${name}" is no name of a repository`);
    }
    const there = repositories.get(name) ?? createRepository(name, contents);
    repositories.set(name, there);
    return there;
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
    const { method = 'GET', url = '/' } = request;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    if (!isAuthorized(request, credentials)) {
      response.setHeader('WWW-Authenticate', basicChallenge('registry'));
      throw new RegistryError('UNAUTHORIZED', 'authentication required');
    }
    if (path === '/v2/' || path === '/v2') return sendJson(response, {});
    if (path === '/v2/_catalog') {
      return sendPage(response, 'repositories', [...repositories.keys()].sort(), path, query);
    }
    const [, name = '', action = '', reference = ''] = routePattern.exec(path) ?? [];
    const serve = routes[action];
    if (!serve) throw new RegistryError('UNSUPPORTED', `${path} is no path of a registry`);
    await serve({
      method,
      name,
      reference: decodeURIComponent(reference),
      query,
      header: header => request.headers[header]?.toString(),
      body: limit => readRequestBytes(request, limit),
      response,
      uploads,
      repository() {
        const there = repositories.get(name);
        if (!there) throw new RegistryError('NAME_UNKNOWN', `there is no repository ${name}`);
        return there;
      },
      newRepository: () => newRepository(name),
      otherRepository: other => repositories.get(other),
    });
  }

  const server = await startLoopbackServer({
    name: 'registry',
    port: options.port,
    log: options.log,
    handle: (request, response) =>
      route(request, response).catch((error: unknown) => {
        const known =
          error instanceof TooManyBytesError
            ? new RegistryError('SIZE_INVALID', error.message)
            : error instanceof URIError
            ? new RegistryError('NAME_INVALID', `${request.url}: ${error.message}`)
            : error;
        if (!(known instanceof RegistryError) || response.headersSent) throw error;
        // The rest of a body that nobody reads would keep the connection.
        if (!request.readableEnded) response.setHeader('Connection', 'close');
        answer(response, known.status, { 'Content-Type': 'application/json' }, known.body);
      }),
  });
  return {
    url: server.url,
    host: new URL(server.url).host,
    add(name, tag, artifact = {}) {
      const repository = newRepository(name);
      const { content, mediaType, blobs } = toManifest(artifact);
      blobs.forEach(blob => repository.addBlob(blob));
      return repository.putManifest(tag, content, mediaType).digest;
    },
    protect(wanted) {
      credentials = wanted;
    },
    close: server.close,
  };
}

function serveTags({ name, reference, query, repository, response }: Exchange): void {
  if (reference !== 'list') throw new RegistryError('UNSUPPORTED', 'tags/list lists the tags');
  sendPage(response, 'tags', repository().tags(), `/v2/${name}/tags/list`, query, { name });
}

function sendPage(
  response: ServerResponse,
  key: string,
  sorted: string[],
  path: string,
  query: URLSearchParams,
  beside: object = {}
): void {
  const { page, link } = pageOf(sorted, path, query);
  if (link) response.setHeader('Link', link);
  sendJson(response, { ...beside, [key]: page });
}

function sendJson(response: ServerResponse, body: object): void {
  answer(response, 200, { 'Content-Type': 'application/json' }, JSON.stringify(body));
}
