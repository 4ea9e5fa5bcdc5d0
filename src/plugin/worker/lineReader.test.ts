import { expect, it } from 'vitest';
import { toPieces } from '../../../test/fixtures/changeStream.ts';
import { createLineReader } from './lineReader.ts';

const text = '{"a":"Grüße ✓ 🜂"}\n\n{"b":2}\n{"c":3}';

it('gives the same lines however the bytes are cut, in mid-character too', () => {
  for (let size = 1; size < 30; size += 1) {
    const reader = createLineReader();
    const lines = toPieces(text, size).flatMap(piece => reader.read(piece));
    expect([size, lines, reader.rest()]).toEqual([
      size,
      ['{"a":"Grüße ✓ 🜂"}', '{"b":2}'],
      '{"c":3}',
    ]);
  }
});

it('has nothing left of a text that ends with its line', () => {
  const reader = createLineReader();
  expect(reader.read(new TextEncoder().encode('one\ntwo\n'))).toEqual(['one', 'two']);
  expect(reader.rest()).toBe('');
});
