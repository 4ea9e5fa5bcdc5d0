import { toPage } from '../../core/kubernetes/listAnswer.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import {
  type CommitsAnswer,
  commitsRoute,
  serviceLabel,
  tokenHeader,
} from '../../protocol/commits.ts';
import type { ErrorAnswer } from '../../protocol/error.ts';
import { type Connection, ConnectionError, withQuery } from '../headlamp/connection.ts';
import type { CommitView } from './views.ts';

const accessSecret = 'lumen-access';

/** Where a cluster's sidecar is and what opens it, or why not. */
type Place =
  | { proxy: string; token: string }
  | Extract<CommitView, { state: 'absent' | 'forbidden' | 'failed' }>;

function toRefusal(error: unknown, asked: { verb: string; resource: string; namespace: string }) {
  const why = ConnectionError.whyOf(error);
  if (why.kind === 'refused' && why.status === 403)
    return { state: 'forbidden', ...asked } as const;
  return { state: 'failed', message: why.message } as const;
}

/** The service proxy's path to the sidecar's port for HTTP: the one of that name, else its first. */
function proxyPath(service: KubernetesObject): string | undefined {
  const ports = list(record(service.spec).ports).map(record);
  const port = (ports.find(each => each.name === 'http') ?? ports[0])?.port;
  if (typeof port !== 'number') return undefined;
  const { namespace = '', name } = service.metadata;
  return `/api/v1/namespaces/${namespace}/services/http:${name}:${port}/proxy`;
}

/** Where Flux lives unless told otherwise: looked at alone by users who may not list all namespaces. */
const usualNamespace = 'flux-system';

async function findService(connection: Connection): Promise<KubernetesObject | undefined> {
  const labelSelector = `${serviceLabel.key}=${serviceLabel.value}`;
  const list = async (folder: string) => {
    const { body } = await connection.read({ path: withQuery(folder, { labelSelector }) });
    return toPage(body)?.items[0];
  };
  return list('/api/v1/services').catch(error => {
    const why = ConnectionError.whyOf(error);
    if (why.kind === 'refused' && why.status === 403) {
      return list(`/api/v1/namespaces/${usualNamespace}/services`);
    }
    throw error;
  });
}

async function find(connection: Connection): Promise<Place> {
  let service: KubernetesObject | undefined;
  try {
    service = await findService(connection);
  } catch (error) {
    const namespace = usualNamespace;
    return toRefusal(error, { verb: 'list', resource: 'services', namespace });
  }
  const proxy = service && proxyPath(service);
  if (!service || !proxy) return { state: 'absent', why: 'sidecar' };
  const namespace = service.metadata.namespace ?? '';
  try {
    const path = `/api/v1/namespaces/${namespace}/secrets/${accessSecret}`;
    const { body } = await connection.read({ path });
    const token = text(record(record(body).data).token);
    if (!token) return { state: 'absent', why: 'sidecar' };
    return { proxy, token: atob(token) };
  } catch (error) {
    const resource = `secrets ${accessSecret}`;
    return toRefusal(error, { verb: 'get', resource, namespace });
  }
}

/** Asks one cluster's sidecar, as far as the user's rights go. */
export interface Sidecar {
  commit(source: { namespace: string; name: string }, revision: string): Promise<CommitView>;
  /** An answer of many lines, as its bytes come. `path` is a route with its query. */
  stream(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | StreamRefusal>;
}

/** Why a stream did not begin. */
export type StreamRefusal =
  | { state: 'absent' }
  | { state: 'forbidden'; verb: string; resource: string; namespace: string }
  /** It answered that there is no such thing: a route that an older sidecar lacks, an object, a revision. */
  | { state: 'missing'; what: ErrorAnswer['error']['missing']; message: string }
  | { state: 'failed'; message: string };

/** The words of a refusal: the host hands on the whole answer, or nothing of it. */
function toErrorAnswer(message: string): Partial<ErrorAnswer['error']> {
  try {
    const answer = record(JSON.parse(message));
    return record(answer.error) as Partial<ErrorAnswer['error']>;
  } catch {
    return {};
  }
}

/** How long a place is believed in; a missing one is looked for again sooner. */
const believe = 5 * 60_000;
const lookAgain = 15_000;
const answerWithin = 15_000;

export function createSidecar(connection: Connection, now: () => number): Sidecar {
  let place: Promise<Place> | undefined;
  let until = 0;

  function where(): Promise<Place> {
    if (place && now() < until) return place;
    const looking = find(connection);
    place = looking;
    until = now() + lookAgain;
    void looking.then(found => {
      if (place === looking && 'proxy' in found) until = now() + believe;
    });
    return looking;
  }

  async function ask(at: { proxy: string; token: string }, path: string): Promise<CommitView> {
    const signal = AbortSignal.timeout(answerWithin);
    try {
      const headers = { [tokenHeader]: at.token };
      const { body } = await connection.read({ path: at.proxy + path, headers, signal });
      const { commit } = body as CommitsAnswer;
      if (!text(record(commit).subject)) throw new Error('the sidecar answered without a commit');
      return { state: 'known', commit };
    } catch (error) {
      const why = ConnectionError.whyOf(error);
      const status = why.kind === 'refused' ? why.status : 0;
      if (signal.aborted) {
        const message = `the sidecar did not answer within ${answerWithin / 1000} s`;
        return { state: 'failed', message };
      }
      if (status === 404) return { state: 'absent', why: 'commit' };
      // 401 comes from a token that was changed meanwhile: read it again next time.
      if (status !== 403) until = 0;
      const namespace = at.proxy.split('/')[4] ?? '';
      return toRefusal(error, { verb: 'get', resource: 'services/proxy', namespace });
    }
  }

  return {
    async commit(source, revision) {
      const at = await where();
      if ('state' in at) return at;
      const query = { source: `${source.namespace}/${source.name}`, revision };
      return ask(at, withQuery(commitsRoute, query));
    },
    async stream(path, signal) {
      const at = await where();
      if ('state' in at) return at;
      try {
        const headers = { [tokenHeader]: at.token };
        return await connection.stream({ path: at.proxy + path, headers, signal });
      } catch (error) {
        const why = ConnectionError.whyOf(error);
        const status = why.kind === 'refused' ? why.status : 0;
        const said = toErrorAnswer(why.message);
        const message = said.message ?? why.message;
        if (status === 404) return { state: 'missing', what: said.missing, message };
        if (status !== 403) until = 0;
        const namespace = at.proxy.split('/')[4] ?? '';
        if (status !== 403) return { state: 'failed', message };
        return toRefusal(error, { verb: 'get', resource: 'services/proxy', namespace });
      }
    },
  };
}
