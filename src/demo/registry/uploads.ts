import { randomUUID } from 'node:crypto';
import { RegistryError } from './registryError.ts';

/** Blobs on their way in, each under an id of its own. */
export interface Uploads {
  start(repository: string): string;
  /** Bytes so far. */
  size(id: string, repository: string): number;
  append(id: string, repository: string, chunk: Buffer): number;
  /** What was sent, whole; the upload is over. */
  finish(id: string, repository: string): Buffer;
  cancel(id: string, repository: string): void;
}

/** So many that nobody finishes: then the oldest is forgotten. */
const maxOpen = 64;

export function createUploads(maxBytes: number): Uploads {
  const open = new Map<string, { repository: string; chunks: Buffer[]; size: number }>();

  function find(id: string, repository: string) {
    const upload = open.get(id);
    if (upload?.repository === repository) return upload;
    throw new RegistryError('BLOB_UPLOAD_UNKNOWN', `${repository} has no upload ${id}`);
  }

  return {
    start(repository) {
      const [oldest] = open.keys();
      if (oldest !== undefined && open.size >= maxOpen) open.delete(oldest);
      const id = randomUUID();
      open.set(id, { repository, chunks: [], size: 0 });
      return id;
    },
    size: (id, repository) => find(id, repository).size,
    append(id, repository, chunk) {
      const upload = find(id, repository);
      if (upload.size + chunk.length > maxBytes) {
        open.delete(id);
        throw new RegistryError('SIZE_INVALID', `a blob may have ${maxBytes} bytes`);
      }
      upload.chunks.push(chunk);
      upload.size += chunk.length;
      return upload.size;
    },
    finish(id, repository) {
      const { chunks } = find(id, repository);
      open.delete(id);
      return Buffer.concat(chunks);
    },
    cancel(id, repository) {
      find(id, repository);
      open.delete(id);
    },
  };
}
