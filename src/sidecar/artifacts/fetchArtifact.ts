import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** `status.artifact` of a source. */
export interface ArtifactAddress {
  url: string;
  /** `sha256:HEX`; a bare hex is sha256. */
  digest: string;
}

/** The source's storage has no such file: it has collected it, or not yet written it. */
export class ArtifactNotFound extends Error {}

export interface FetchOptions {
  /** Milliseconds between two attempts. */
  pause?(attempt: number): number;
  /** Bytes; 256 MiB unless told. */
  maxSize?: number;
}

const attempts = 4;

/** The artifact's bytes, only when their digest is the one promised. Nothing is unpacked before. */
export async function fetchArtifact(
  { url, digest }: ArtifactAddress,
  signal: AbortSignal,
  { pause = attempt => 250 * 2 ** attempt, maxSize = 256 * 1024 * 1024 }: FetchOptions = {}
): Promise<Buffer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchOnce(url, digest, maxSize, signal);
    } catch (error) {
      const isFinal = error instanceof ArtifactNotFound || error instanceof DigestMismatch;
      if (isFinal || signal.aborted) throw error;
      if (attempt === attempts) {
        const reason = error instanceof Error ? error.cause ?? error : error;
        const said = reason instanceof Error ? reason.message : String(reason);
        throw new Error(
          `failed to download archive: GET ${url} giving up after ${attempts} attempt(s): ${said}`
        );
      }
      await sleep(pause(attempt), undefined, { signal });
    }
  }
}

/** The address with another host and port: for who is not in the cluster whose names it uses. */
export function atHost(url: string, host: string | undefined): string {
  if (!host) return url;
  const moved = new URL(url);
  moved.host = host;
  return moved.href;
}

/** What arrived is not what the source's status promises. */
class DigestMismatch extends Error {}

async function fetchOnce(
  url: string,
  digest: string,
  maxSize: number,
  signal: AbortSignal
): Promise<Buffer> {
  const answer = await fetch(url, { signal, redirect: 'error' });
  if (answer.status === 404) throw new ArtifactNotFound(`${url}: 404 Not Found`);
  if (!answer.ok || !answer.body) throw new Error(`unexpected status code ${answer.status}`);
  const [algorithm = 'sha256', expected = digest] = digest.includes(':') ? digest.split(':') : [];
  if (!['sha256', 'sha384', 'sha512'].includes(algorithm)) {
    throw new DigestMismatch(
      `${url}: digest algorithm ${algorithm} is not one of sha256, sha384, sha512`
    );
  }
  const hash = createHash(algorithm);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value: chunk } = await reader.read();
    if (done) break;
    size += chunk.length;
    if (size > maxSize) {
      await reader.cancel();
      throw new DigestMismatch(`${url}: more than ${maxSize} bytes`);
    }
    hash.update(chunk);
    chunks.push(chunk);
  }
  const computed = hash.digest('hex');
  if (computed !== expected) {
    throw new DigestMismatch(
      `failed to verify archive: computed digest doesn't match provided '${digest}' (got: '${algorithm}:${computed}')`
    );
  }
  return Buffer.concat(chunks);
}
