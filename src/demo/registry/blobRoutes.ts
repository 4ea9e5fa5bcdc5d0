import { checkDigest } from './descriptor.ts';
import { answer, type Exchange } from './exchange.ts';
import { RegistryError } from './registryError.ts';

/** Of one blob. Images of the demo have a few MB at most. */
export const maxBlob = 64 * 1024 * 1024;

export function serveBlob({ method, reference, repository, response }: Exchange): void {
  if (method !== 'GET' && method !== 'HEAD') throw notHere(method, 'a blob');
  const content = repository().blob(reference);
  answer(
    response,
    200,
    { 'Content-Type': 'application/octet-stream', 'Docker-Content-Digest': reference },
    content
  );
}

/** POST opens one (or takes the blob at once, or from another repository), PATCH appends, PUT ends it. */
export async function serveUpload(exchange: Exchange): Promise<void> {
  const { method, name, reference: id, query, uploads, response } = exchange;
  const digest = query.get('digest');
  if (method === 'POST' && id === '') {
    const mount = query.get('mount');
    const from = exchange.otherRepository(query.get('from') ?? '');
    if (mount && exchange.newRepository().mount(mount, from)) {
      return answer(response, 201, blobHeaders(name, mount));
    }
    if (digest) return take(exchange, digest, await exchange.body(maxBlob));
    return answer(response, 202, uploadHeaders(name, uploads.start(name), 0));
  }
  const before = uploads.size(id, name);
  if (method === 'GET') return answer(response, 204, uploadHeaders(name, id, before));
  if (method === 'DELETE') {
    uploads.cancel(id, name);
    return answer(response, 204);
  }
  if (method !== 'PATCH' && method !== 'PUT') throw notHere(method, 'an upload');
  const start = /^(\d+)-\d+$/.exec(exchange.header('content-range') ?? '')?.[1];
  if (start !== undefined && Number(start) !== before) {
    throw new RegistryError(
      'BLOB_UPLOAD_INVALID',
      `this chunk starts at byte ${start}, and the next one is ${before}`
    );
  }
  const size = uploads.append(id, name, await exchange.body(maxBlob));
  if (method === 'PATCH') return answer(response, 202, uploadHeaders(name, id, size));
  if (!digest) throw new RegistryError('DIGEST_INVALID', 'PUT of an upload wants ?digest=');
  take(exchange, digest, uploads.finish(id, name));
}

function take({ name, response, newRepository }: Exchange, digest: string, content: Buffer): void {
  checkDigest(content, digest);
  newRepository().addBlob(content);
  answer(response, 201, blobHeaders(name, digest));
}

function blobHeaders(name: string, digest: string): Record<string, string> {
  return { Location: `/v2/${name}/blobs/${digest}`, 'Docker-Content-Digest': digest };
}

function uploadHeaders(name: string, id: string, size: number): Record<string, string> {
  return {
    Location: `/v2/${name}/blobs/uploads/${id}`,
    'Docker-Upload-UUID': id,
    Range: `0-${Math.max(0, size - 1)}`,
  };
}

function notHere(method: string, what: string): RegistryError {
  return new RegistryError('UNSUPPORTED', `${method} of ${what} is not served here`);
}
