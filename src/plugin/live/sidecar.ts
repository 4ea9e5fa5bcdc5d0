import { record, text } from '../../core/kubernetes/object.ts';
import { commitsRoute, tokenHeader } from '../../protocol/commits.ts';
import type { ErrorAnswer } from '../../protocol/error.ts';
import { type Connection, ConnectionError } from '../headlamp/connection.ts';
import { findSidecar, type SidecarPlace, type ToldPlace, toRefusal } from './sidecarPlace.ts';
import type { SidecarRefusal } from './views.ts';

/** Asks one cluster's sidecar, as far as the user's rights go. A path is a route with its query. */
export interface Sidecar {
  read(path: string, signal?: AbortSignal): Promise<{ body: unknown } | SidecarRefusal>;
  /** The first line of an answer of many, which says what the others hold: they are not sent for. */
  head(path: string, signal?: AbortSignal): Promise<{ body: unknown } | SidecarRefusal>;
  /** An answer of many lines, as its bytes come. */
  stream(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | SidecarRefusal>;
}

/** The words of a refusal: the host hands on the whole answer, or nothing of it. */
function toErrorAnswer(message: string): Partial<ErrorAnswer['error']> {
  try {
    const answer = record(JSON.parse(message));
    return record(answer.error) as Partial<ErrorAnswer['error']>;
  } catch {
    return {};
  }
}

/** `AbortSignal.any`, which browsers have had for too short a time. */
function eitherOf(...signals: AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort();
    signal.addEventListener('abort', () => either.abort(), { once: true });
  }
  return either.signal;
}

/** How long a place is believed in; a missing one is looked for again sooner. */
const believe = 5 * 60_000;
const lookAgain = 15_000;
const answerWithin = 15_000;

/** `toldPlace`: where a person says that it is, if anywhere special. */
export function createSidecar(
  connection: Connection,
  now: () => number,
  toldPlace: () => ToldPlace | undefined = () => undefined
): Sidecar {
  let place: ReturnType<typeof findSidecar> | undefined;
  let until = 0;
  let lookedAt = '';

  function where() {
    const told = toldPlace();
    const at = JSON.stringify(told ?? {});
    if (place && at === lookedAt && now() < until) return place;
    const looking = findSidecar(connection, told);
    lookedAt = at;
    place = looking;
    until = now() + lookAgain;
    void looking.then(found => {
      if (place === looking && 'proxy' in found) until = now() + believe;
    });
    return looking;
  }

  const headersOf = ({ token }: SidecarPlace) => ({ [tokenHeader]: token });

  /** Whether it takes the token: every version of it refuses this question for what it asks, not for who asks. */
  async function isAdmitted(at: SidecarPlace): Promise<boolean> {
    const path = at.proxy + commitsRoute;
    const signal = AbortSignal.timeout(answerWithin);
    try {
      await connection.read({ path, headers: headersOf(at), signal });
      return true;
    } catch (error) {
      const why = ConnectionError.whyOf(error);
      return why.kind === 'refused' && why.status === 400;
    }
  }

  async function refusalOf(error: unknown, at: SidecarPlace): Promise<SidecarRefusal> {
    const why = ConnectionError.whyOf(error);
    const status = why.kind === 'refused' ? why.status : 0;
    const said = toErrorAnswer(why.message);
    const message = text(said.message) ?? why.message;
    if (status === 404) return { state: 'missing', what: said.missing, message };
    // The first sidecars told nobody which routes there are: 401 was their word for an unknown one too.
    if (status === 401 && (await isAdmitted(at)))
      return { state: 'missing', what: 'route', message };
    // Otherwise the token was changed meanwhile, or the Service leads elsewhere: look again next time.
    if (status !== 403) until = 0;
    const asked = { verb: 'get', resource: 'services/proxy', namespace: at.namespace };
    return toRefusal({ ...why, message }, asked);
  }

  async function stream(path: string, signal: AbortSignal) {
    const at = await where();
    if ('state' in at) return at;
    try {
      return await connection.stream({ path: at.proxy + path, headers: headersOf(at), signal });
    } catch (error) {
      return refusalOf(error, at);
    }
  }

  /** Cancelled by who asks, or by the clock: only the latter is an answer. */
  async function within<T>(
    cancelled: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<T | SidecarRefusal>
  ): Promise<T | SidecarRefusal> {
    const late = AbortSignal.timeout(answerWithin);
    const answer = await ask(cancelled ? eitherOf(cancelled, late) : late);
    if (!late.aborted) return answer;
    return {
      state: 'failed',
      message: `the sidecar did not answer within ${answerWithin / 1000} s`,
    };
  }

  return {
    read: (path, cancelled) =>
      within(cancelled, async signal => {
        const at = await where();
        if ('state' in at) return at;
        try {
          return await connection.read({ path: at.proxy + path, headers: headersOf(at), signal });
        } catch (error) {
          return refusalOf(error, at);
        }
      }),
    head: (path, cancelled) =>
      within(cancelled, async signal => {
        const pieces = await stream(path, signal);
        if ('state' in pieces) return pieces;
        try {
          return { body: JSON.parse(await firstLine(pieces)) as unknown };
        } catch (error) {
          return { state: 'failed', message: ConnectionError.whyOf(error).message };
        }
      }),
    stream,
  };
}

/** To leave the loop ends the request. */
async function firstLine(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
  return text;
}
