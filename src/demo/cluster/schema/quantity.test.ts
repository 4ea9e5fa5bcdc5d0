import { describe, expect, it } from 'vitest';
import { canonicalQuantity, isMore } from './quantity.ts';

describe('a quantity', () => {
  it.each([
    ['0.5', '500m'],
    [2, '2'],
    [0.1, '100m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['1000', '1k'],
    ['128974848', '128974848'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['512Ki', '512Ki'],
    ['100M', '100M'],
    ['1e3', '1e3'],
    ['0', '0'],
    ['0Mi', '0'],
    ['-2', '-2'],
    ['1n', '1n'],
    ['0.1n', '1n'],
  ])('of %s is stored as %s', (given, stored) => {
    expect(canonicalQuantity(given)).toBe(stored);
  });

  it.each(['', 'abc', '1.2.3', '1Kii', 'Mi', '1 Gi', null])('is not %s', given => {
    expect(canonicalQuantity(given)).toBeUndefined();
  });

  it('compares by value, whatever the suffix', () => {
    expect(isMore('1Gi', '1G')).toBe(true);
    expect(isMore('1', '1000m')).toBe(false);
    expect(isMore('500m', '0.4')).toBe(true);
    expect(isMore('x', '1')).toBe(false);
  });
});
