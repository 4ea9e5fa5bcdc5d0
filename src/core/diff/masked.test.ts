import { describe, expect, it } from 'vitest';
import { diffObjects } from './changeSet.ts';
import { maskedValue } from './masked.ts';

const secret = (word: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace: 'apps', name: 'web' },
  data: { word },
});
const ref = { group: '', version: 'v1', kind: 'Secret', namespace: 'apps', name: 'web' };
const digest = (key: string, digit: string) => maskedValue(key.repeat(8) + digit.repeat(24));
const kindsOf = (left: string, right: string) => {
  const { change, notComparable } = diffObjects({ ref, left: secret(left), right: secret(right) });
  return [change, notComparable];
};

describe('masked values', () => {
  it('are equal or changed where one key masked them, and not comparable where two did', () => {
    expect(kindsOf(digest('a', '1'), digest('a', '1'))).toEqual(['same', 0]);
    expect(kindsOf(digest('a', '1'), digest('a', '2'))).toEqual(['changed', 0]);
    expect(kindsOf(digest('a', '1'), digest('b', '1'))).toEqual(['same', 1]);
  });
});
