import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer } from './answer.ts';
import { toLineStream } from './lineStream.ts';

interface RespondOptions {
  /** The request's Accept-Encoding and If-None-Match. */
  accepts: string;
  known: string;
  /** Milliseconds that a stream may take, between chunks and in all. */
  limits: { stall: number; whole: number };
  /** Once, when the answer is made, or sent where it is a stream. */
  onEnd(status: number, error?: Error): void;
}

/** Below this the header of gzip and the time are more than what is saved. */
const worthPacking = 1024;
const pack = promisify(gzip);

/** The response to an answer: compressed where the client takes it, and not sent again where it has it. */
export async function respond(
  answer: Answer,
  { accepts, known, limits, onEnd }: RespondOptions
): Promise<Response> {
  const isGzip = /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepts);
  const headers = new Headers({
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  });
  if ('retryAfter' in answer && answer.retryAfter) {
    headers.set('Retry-After', String(answer.retryAfter));
  }
  const body = 'body' in answer ? JSON.stringify(answer.body) : 'text' in answer ? answer.text : '';
  if (answer.status === 200) {
    const digest =
      'digest' in answer ? answer.digest : createHash('sha256').update(body).digest('hex');
    // Weak: a body and its gzip are the same answer.
    const tag = `W/"${digest.slice(0, 32)}"`;
    headers.set('ETag', tag);
    if (isKnown(tag, known)) {
      onEnd(304);
      return new Response(null, { status: 304, headers });
    }
  }
  if ('lines' in answer) {
    headers.set('Content-Type', 'application/x-ndjson');
    // Whatever stands between may pass each chunk on as it comes.
    headers.set('X-Accel-Buffering', 'no');
    if (isGzip) headers.set('Content-Encoding', 'gzip');
    const ended = (error?: Error) => onEnd(answer.status, error);
    const stream = toLineStream(answer.lines, { isGzip, ...limits, onEnd: ended });
    return new Response(stream, { headers });
  }
  headers.set('Content-Type', 'text' in answer ? answer.contentType : 'application/json');
  const isPacked = isGzip && body.length > worthPacking;
  if (isPacked) headers.set('Content-Encoding', 'gzip');
  const bytes = isPacked ? new Uint8Array(await pack(body)) : body;
  onEnd(answer.status);
  return new Response(bytes, { status: answer.status, headers });
}

function isKnown(tag: string, known: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return known.split(',').some(each => each.trim() === '*' || bare(each) === bare(tag));
}
