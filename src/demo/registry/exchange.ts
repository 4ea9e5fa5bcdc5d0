import type { ServerResponse } from 'node:http';
import type { Repository } from './repository.ts';
import type { Uploads } from './uploads.ts';

/** One request as the routes of the registry see it, with what they may look at. */
export interface Exchange {
  method: string;
  /** Name of the repository. */
  name: string;
  /** What follows it: a digest, a tag, an upload's id; empty where there is none. */
  reference: string;
  query: URLSearchParams;
  header(name: string): string | undefined;
  body(limit: number): Promise<Buffer>;
  response: ServerResponse;
  uploads: Uploads;
  /** Throws where nothing was pushed yet. */
  repository(): Repository;
  /** Makes it where there is none. */
  newRepository(): Repository;
  /** Of any name. */
  otherRepository(name: string): Repository | undefined;
}

/** A whole answer. To HEAD, Node itself leaves out the content. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  content: Buffer | string = ''
): void {
  response
    .writeHead(status, { 'Content-Length': String(Buffer.byteLength(content)), ...headers })
    .end(content);
}
