import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A text as a column keeps it: a Buffer where it ends with a hash in hexadecimal, which so takes half the bytes. */
export type Packed = string | Uint8Array;

const endsWithHash = /((?:[0-9a-f]{2}){16,64})$/;

/** The length of the hash, the hash, and what is before it: the bytes that tell two apart come first. */
export function pack(text: string): Packed {
  const hex = endsWithHash.exec(text)?.[1];
  if (hex === undefined) return text;
  const hash = Buffer.from(hex, 'hex');
  const before = Buffer.from(text.slice(0, -hex.length));
  return Buffer.concat([Buffer.of(hash.length), hash, before]);
}

export function unpack(packed: Packed): string {
  if (typeof packed === 'string') return packed;
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = 1 + (bytes[0] ?? 0);
  return bytes.toString('utf8', end) + bytes.toString('hex', 1, end);
}

export function compress(text: string, dictionary?: Buffer): Uint8Array {
  return deflateRawSync(text, { dictionary });
}

export function expand(bytes: Uint8Array, dictionary?: Buffer): string {
  return inflateRawSync(bytes, { dictionary }).toString('utf8');
}
