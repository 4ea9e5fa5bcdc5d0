import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What `git http-backend` is asked to do. `path` and `query` are already known to be ones of Git's. */
export interface BackendRequest {
  /** The folder that holds all repositories. */
  folder: string;
  path: string;
  query: string;
  user: string;
  /** Ends the process: the server closes, or the time is over. */
  signal: AbortSignal;
}

/** The largest push, in bytes. A homelab's whole history is a thousandth of it. */
const maxBody = 256 * 1024 * 1024;
const maxHead = 16 * 1024;

/** Runs one request through Git's own CGI program and streams the answer. Resolves when the process has ended. */
export async function runHttpBackend(
  request: IncomingMessage,
  response: ServerResponse,
  asked: BackendRequest
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([asked.signal, gone.signal]);
  const child = spawn('git', ['http-backend'], {
    env: cgiVariables(request, asked),
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
  });
  const ended = once(child, 'close');
  // The reader below meets the same end first; without this the process would die of an unhandled rejection.
  ended.catch(() => undefined);
  const sent = pipeline(request, limitBytes(maxBody), child.stdin).catch((error: Error) => {
    if (error instanceof BodyTooLarge) child.kill();
    return error;
  });
  try {
    await answer(child.stdout, response, signal);
    await ended;
  } finally {
    child.kill();
    const failed = await sent;
    if (!response.headersSent) {
      const tooLarge = failed instanceof BodyTooLarge;
      response.writeHead(tooLarge ? 413 : 502, { 'Content-Type': 'text/plain' });
      response.write(tooLarge ? failed.message : 'git http-backend ended without an answer\n');
    }
    response.end();
  }
}

function cgiVariables(request: IncomingMessage, asked: BackendRequest): Record<string, string> {
  const header = (name: string) => request.headers[name]?.toString() ?? '';
  return {
    PATH: process.env.PATH ?? '',
    // Nothing of the user's or the system's settings.
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_PROJECT_ROOT: asked.folder,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: header('git-protocol'),
    PATH_INFO: asked.path,
    QUERY_STRING: asked.query,
    REQUEST_METHOD: request.method ?? 'GET',
    REMOTE_ADDR: request.socket.remoteAddress ?? '',
    REMOTE_USER: asked.user,
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    // Absent for a chunked body, which Git then reads to its end.
    ...(request.headers['content-length'] && { CONTENT_LENGTH: header('content-length') }),
  };
}

class BodyTooLarge extends Error {}

function limitBytes(limit: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen <= limit) return done(null, chunk);
      done(new BodyTooLarge(`the request is larger than ${limit} bytes: push in smaller parts\n`));
    },
  });
}

/** Turns the CGI answer (a head with `Status:`, an empty line, the body) into HTTP. */
async function answer(
  output: AsyncIterable<Buffer>,
  response: ServerResponse,
  signal: AbortSignal
): Promise<void> {
  let head = Buffer.alloc(0);
  for await (const chunk of output) {
    let body = chunk;
    if (!response.headersSent) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0 && head.length > maxHead)
        throw new Error('git http-backend sent an endless head');
      if (end < 0) continue;
      writeHead(head.toString('latin1', 0, end), response);
      body = head.subarray(end + 4);
    }
    if (!response.write(body)) await once(response, 'drain', { signal });
  }
}

function writeHead(head: string, response: ServerResponse): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}
