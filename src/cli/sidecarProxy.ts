import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type KubernetesObject, list, record, text } from '../core/kubernetes/object.ts';
import { resourcePath } from '../core/kubernetes/path.ts';
import { ApiError } from '../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../node/kubernetes/client.ts';
import { accessSecret } from '../protocol/access.ts';
import { serviceLabel, tokenHeader } from '../protocol/commits.ts';

/** Why nothing can be asked. In words for whoever asked. */
export class SidecarError extends Error {}

/** What is not there yet: the sidecar is at work on it. */
export class NotYetError extends SidecarError {}

/** Where a cluster's sidecar is reached, and what opens it. */
export interface SidecarProxy {
  /** Lines of NDJSON as they come. Throws `SidecarError`. */
  lines(route: string, query: Record<string, string>): AsyncGenerator<string, void, void>;
}

/** Where Flux lives unless told otherwise: looked at alone by users who may not list all namespaces. */
const usualNamespace = 'flux-system';
/** Milliseconds until an answer begins: the sidecar compares first. */
const patience = 60_000;

/** Finds the sidecar by its label, and its token. Throws `SidecarError`. */
export async function findSidecar(client: KubernetesClient): Promise<SidecarProxy> {
  const service = await findService(client);
  const { namespace = '', name } = service.metadata;
  const ports = list(record(service.spec).ports).map(record);
  const port = (ports.find(each => each.name === 'http') ?? ports[0])?.port;
  if (typeof port !== 'number') {
    throw new SidecarError(
      `Service ${namespace}/${name} has no port: see deploy/ for one that has.`
    );
  }
  const token = await readToken(client, namespace);
  const proxy = `/api/v1/namespaces/${namespace}/services/http:${name}:${port}/proxy`;
  return {
    async *lines(route, query) {
      const message = await client
        .open({
          path: proxy + route,
          query,
          headers: {
            [tokenHeader]: token,
            Accept: 'application/x-ndjson, application/json',
            'Accept-Encoding': 'gzip',
          },
          timeout: patience,
        })
        .catch((error: unknown) => {
          throw toSidecarError(error, namespace);
        });
      yield* linesOf(message);
    },
  };
}

async function findService(client: KubernetesClient): Promise<KubernetesObject> {
  const labelSelector = `${serviceLabel.key}=${serviceLabel.value}`;
  const find = async (namespace?: string): Promise<KubernetesObject | undefined> => {
    const at = { group: '', version: 'v1', plural: 'services', namespace };
    const { items } = await client.request<{ items?: KubernetesObject[] }>({
      path: resourcePath(at),
      query: { labelSelector },
    });
    return items?.[0];
  };
  const isForbidden = (error: unknown) => error instanceof ApiError && error.status === 403;
  let where = 'no namespace';
  const found = await find().catch((error: unknown) => {
    if (!isForbidden(error)) throw error;
    where = `namespace ${usualNamespace}, the only one that you may list services in,`;
    return find(usualNamespace).catch((refused: unknown) => {
      if (!isForbidden(refused)) throw refused;
      throw new SidecarError(
        `You may not list services in ${usualNamespace}, by which the sidecar is found: the Role lumen-reader of deploy/ grants it.`
      );
    });
  });
  if (found) return found;
  const none = where === 'no namespace' ? where : `not ${where}`;
  throw new SidecarError(
    `No sidecar here: ${none} has a Service labelled ${labelSelector}. deploy/ installs one.`
  );
}

async function readToken(client: KubernetesClient, namespace: string): Promise<string> {
  const { name, key } = accessSecret;
  const path = resourcePath({ group: '', version: 'v1', plural: 'secrets', namespace, name });
  const secret = await client.request<KubernetesObject>({ path }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 403) {
      throw new SidecarError(
        `You may not get Secret ${namespace}/${name}, which opens the sidecar: the Role lumen-reader of deploy/ grants it.`
      );
    }
    if (error instanceof ApiError && error.status === 404) {
      throw new SidecarError(`Secret ${namespace}/${name} is not there: deploy/ has it.`);
    }
    throw error;
  });
  const token = text(record(secret.data)[key]);
  if (!token) {
    throw new SidecarError(
      `Secret ${namespace}/${name} is empty: the sidecar fills it when it runs and may patch it.`
    );
  }
  return Buffer.from(token, 'base64').toString('utf8');
}

function toSidecarError(error: unknown, namespace: string): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.status === 401) {
    return new SidecarError(
      `The sidecar did not take the token of Secret ${namespace}/${accessSecret.name}: was it changed just now?`
    );
  }
  if (error.status === 403) {
    return new SidecarError(
      `You may not get services/proxy in ${namespace}: the Role lumen-reader of deploy/ grants it. ${error.message}`
    );
  }
  const said = record(record(parse(error.answer)).error);
  if (said.missing === 'route') {
    return new SidecarError(`The sidecar is older than this command: ${text(said.message)}.`);
  }
  const message = text(said.message) ?? error.message;
  return said.code === 'unavailable' ? new NotYetError(message) : new SidecarError(message);
}

function parse(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}

/** A line of an object and more; whoever sends longer ones is no sidecar. */
const longestLine = 64 * 1024 * 1024;

async function* linesOf(message: IncomingMessage): AsyncGenerator<string, void, void> {
  const isPacked = message.headers['content-encoding'] === 'gzip';
  // What ends the message early ends what unpacks it too.
  const bytes: AsyncIterable<Buffer> = isPacked
    ? pipeline(message, createGunzip(), () => {})
    : message;
  let [parts, size]: [Buffer[], number] = [[], 0];
  try {
    for await (const chunk of bytes) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
        [parts, size, start] = [[], 0, end + 1];
      }
      parts.push(chunk.subarray(start));
      size += chunk.length - start;
      if (size > longestLine) throw new SidecarError('The answer has a line without end.');
    }
  } catch (error) {
    if (error instanceof SidecarError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SidecarError(`The answer broke off (${why}): what was read is not all. Ask again.`);
  } finally {
    message.destroy();
  }
}
