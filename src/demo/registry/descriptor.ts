import { createHash } from 'node:crypto';
import { RegistryError } from './registryError.ts';

/** What one piece of content says of another. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Record<string, string>;
  artifactType?: string;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function digestOf(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/** Content is what its digest says, or it is not taken. */
export function checkDigest(content: Uint8Array, wanted: string): void {
  if (!isDigest(wanted)) {
    throw new RegistryError('DIGEST_INVALID', `${wanted}: sha256:HEX is the only form known here`);
  }
  const digest = digestOf(content);
  if (digest !== wanted) {
    throw new RegistryError('DIGEST_INVALID', `${wanted}: the content sent has digest ${digest}`);
  }
}
