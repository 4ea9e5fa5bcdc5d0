import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compress, expand, pack, unpack } from './packed.ts';

const hash = '0123456789abcdef0123456789abcdef01234567';

describe('packed texts', () => {
  it('take half the bytes for a hash at the end', () => {
    const sizes = [`main@sha1:${hash}`, hash, `sha256:${hash}`].map(text => pack(text).length);
    expect(sizes).toEqual([31, 21, 28]);
  });

  it('come back as they were, whatever they are', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{0,140}$/);
    const texts = fc
      .tuple(fc.string({ unit: 'grapheme' }), hex)
      .map(([before, end]) => before + end);
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary-ascii' }), hex), text => {
        expect(unpack(pack(text))).toBe(text);
        expect(expand(compress(text))).toBe(text);
      }),
      { numRuns: 2000 }
    );
  });

  it('do not take upper case, an odd end or a short one for a hash', () => {
    const texts = [hash.toUpperCase(), hash.slice(0, 30), 'v1.2.3', ''];
    expect(texts.map(text => pack(text))).toEqual(texts);
    expect(unpack(pack(`f${hash}`))).toBe(`f${hash}`);
  });
});
