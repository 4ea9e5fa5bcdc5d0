import { ApiProxy } from '@kinvolk/headlamp-plugin/lib';
import type { Failure } from '../../core/kubernetes/informerPhase.ts';
import { record, text } from '../../core/kubernetes/object.ts';
import { type Answer, type Connection, ConnectionError, type ReadRequest } from './connection.ts';
import { openSocket } from './socket.ts';
import { createTurns } from './turns.ts';

/** The host joins the HTTP status text and the API server's own words: only those are kept. */
function wordsOf(error: unknown): string {
  const message = text(record(error).message) ?? String(error);
  const [, said] = /^[A-Za-z -]* - (.*)$/s.exec(message) ?? [];
  return said && said !== 'undefined' ? said : message;
}

function toError(error: unknown, signal?: AbortSignal): ConnectionError {
  const status = record(error).status;
  const message = wordsOf(error);
  const toFailure = (): Failure => {
    if (signal?.aborted) return { kind: 'cancelled', message: 'cancelled' };
    if (status === 408 || status === 504) return { kind: 'timedOut', message };
    // 502 is the host's word for "no answer": the browser's and that of its own backend.
    if (typeof status !== 'number' || status === 502) return { kind: 'unreachable', message };
    return { kind: 'refused', status, message };
  };
  return new ConnectionError(toFailure());
}

/** Clusters whose last answer was none, and what is reached through one. */
const silent = new Set<string>();

/**
 * Over plain HTTP a browser keeps six connections to a host, and all clusters share Headlamp's: one that
 * does not answer gets a single one, so that it never takes them all.
 */
const turns = createTurns(line => (silent.has(line) ? 1 : 3));

/** What is reached through the API server may hang while the API server does not. */
function lineOf(cluster: string, { path }: ReadRequest): string {
  return path.includes('/proxy/') ? `${cluster} proxy` : cluster;
}

function inTurn<T>(line: string, { signal }: Pick<ReadRequest, 'signal'>, ask: () => Promise<T>) {
  return new Promise<T>((resolve, reject) => {
    const start = () =>
      void ask()
        .then(resolve, reject)
        .finally(() => end());
    const end = turns.take(line, start);
    const giveUp = () => {
      end();
      reject(new Error('cancelled'));
    };
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}

async function* piecesOf(response: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw toError(error, signal);
  } finally {
    // Also ends the request where somebody stopped listening; at its end there is nothing left to end.
    void reader?.cancel().catch(() => {});
  }
}

/** The API server of a cluster through Headlamp: its proxy, its sign-in, its way with several clusters. */
export function createHostConnection(cluster: string): Connection {
  /** `isJSON: false` gives the Response itself, and with it the server's clock and the body as it comes. */
  function open({ path, headers, signal }: ReadRequest): Promise<Response> {
    return ApiProxy.clusterRequest(path, {
      cluster,
      isJSON: false,
      autoLogoutOnAuthError: false,
      ...(headers ? { headers } : {}),
      ...(signal ? { signal } : {}),
    });
  }

  async function read({ isProbe, onPiece, ...request }: ReadRequest): Promise<Answer> {
    const response = await open(request);
    const date = Date.parse(response.headers.get('Date') ?? '');
    let body: unknown;
    if (isProbe) await response.body?.cancel();
    else if (!onPiece) body = await response.json();
    else for await (const piece of piecesOf(response, request.signal)) onPiece(piece);
    return { body, ...(Number.isNaN(date) ? {} : { date }) };
  }

  return {
    async read(request) {
      try {
        const answer = await inTurn(lineOf(cluster, request), request, () => read(request));
        silent.delete(lineOf(cluster, request));
        return answer;
      } catch (error) {
        const told = toError(error, request.signal);
        if (told.why.kind === 'refused') silent.delete(lineOf(cluster, request));
        else silent.add(lineOf(cluster, request));
        throw told;
      }
    },

    async stream({ path, headers, signal }) {
      const line = lineOf(cluster, { path });
      try {
        // The turn is only for the wait: an answer that runs holds none back that might be stuck.
        const response = await inTurn(line, { signal }, () => open({ path, headers, signal }));
        return piecesOf(response, signal);
      } catch (error) {
        throw toError(error, signal);
      }
    },

    async send({ method, path, body, contentType = 'application/json' }) {
      try {
        const answer: unknown = await ApiProxy.clusterRequest(path, {
          cluster,
          method,
          body: JSON.stringify(body),
          headers: { Accept: 'application/json', 'Content-Type': contentType },
          autoLogoutOnAuthError: false,
        });
        return answer;
      } catch (error) {
        throw toError(error);
      }
    },

    watch: (path, listener) => openSocket(cluster, path, listener),
  };
}
