import type { IncomingMessage } from 'node:http';

/** The body of a request was longer than its reader takes. */
export class TooManyBytesError extends Error {
  override name = 'TooManyBytesError';
}

/** The whole body of a request, which is refused as soon as it is longer than `limit` bytes. */
export async function readRequestBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new TooManyBytesError(`a body may have ${limit} bytes here`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
