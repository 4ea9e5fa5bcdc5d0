import { digestOf } from './descriptor.ts';
import { RegistryError } from './registryError.ts';

/** Content by digest, all of it in memory and bounded: what is full refuses, and says how full it is. */
export interface ContentStore {
  put(content: Buffer): string;
  get(digest: string): Buffer | undefined;
}

export function createContentStore(maxBytes: number): ContentStore {
  const contents = new Map<string, Buffer>();
  let bytes = 0;
  return {
    put(content) {
      const digest = digestOf(content);
      if (contents.has(digest)) return digest;
      if (bytes + content.length > maxBytes) {
        throw new RegistryError(
          'DENIED',
          `the registry is full: it holds ${bytes} of ${maxBytes} bytes, and ${content.length} more were sent`
        );
      }
      contents.set(digest, content);
      bytes += content.length;
      return digest;
    },
    get: digest => contents.get(digest),
  };
}
