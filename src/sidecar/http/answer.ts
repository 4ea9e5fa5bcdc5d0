import type { ErrorAnswer, ErrorCode } from '../../protocol/error.ts';

/** What a route answers, before it is a response. */
export type Answer =
  | { status: Status; body: object; retryAfter?: number }
  | { status: 200; text: string; contentType: string }
  /** Lines with their newlines, read as the client takes them. `digest` names the whole of them. */
  | { status: 200; lines: AsyncIterable<string>; digest: string };

type Status = 200 | 400 | 404 | 429 | 500 | 503;

/** What a route is asked. Query parameters that it does not know mean nothing to it. */
export interface Asked {
  query: URLSearchParams;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

const statuses: Record<ErrorCode, Status> = {
  'bad-request': 400,
  // Never sent: without the token there is no body.
  unauthorized: 400,
  'not-found': 404,
  busy: 429,
  unavailable: 503,
  internal: 500,
};

/** Seconds after which what cannot be answered now is worth asking again. */
const retryAfter = 2;

export function toFailure(error: ErrorAnswer['error']): Answer {
  const body: ErrorAnswer = { version: 1, error };
  const isPassing = error.code === 'busy' || error.code === 'unavailable';
  return { status: statuses[error.code], body, ...(isPassing ? { retryAfter } : {}) };
}
