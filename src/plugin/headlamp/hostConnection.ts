import { ApiProxy } from '@kinvolk/headlamp-plugin/lib';
import type { Failure } from '../../core/kubernetes/informerPhase.ts';
import { record, text } from '../../core/kubernetes/object.ts';
import { type Connection, ConnectionError } from './connection.ts';
import { openSocket } from './socket.ts';

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

/** The API server of a cluster through Headlamp: its proxy, its sign-in, its way with several clusters. */
export function createHostConnection(cluster: string): Connection {
  return {
    async read({ path, headers, signal, isProbe }) {
      try {
        // `isJSON: false` gives the Response itself, and with it the server's clock.
        const response: Response = await ApiProxy.clusterRequest(path, {
          cluster,
          isJSON: false,
          autoLogoutOnAuthError: false,
          ...(headers ? { headers } : {}),
          ...(signal ? { signal } : {}),
        });
        const date = Date.parse(response.headers.get('Date') ?? '');
        if (isProbe) await response.body?.cancel();
        const body: unknown = isProbe ? undefined : await response.json();
        return { body, date: Number.isNaN(date) ? undefined : date };
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
