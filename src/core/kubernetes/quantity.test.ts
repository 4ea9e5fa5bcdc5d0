import { expect, it } from 'vitest';
import { compareQuantities, parseQuantity } from './quantity.ts';

it.each([
  ['0', 0n],
  ['1', 1_000_000_000n],
  [2, 2_000_000_000n],
  [0.5, 500_000_000n],
  ['100m', 100_000_000n],
  ['1.5Gi', 1_610_612_736_000_000_000n],
  ['.5', 500_000_000n],
  ['5.', 5_000_000_000n],
  ['2e3', 2_000_000_000_000n],
  ['2E-3', 2_000_000n],
  ['1E', 10n ** 27n],
  ['-1k', -1_000_000_000_000n],
  ['0.1n', 1n],
  ['-0.1n', -1n],
])('reads %s exactly', (quantity, value) => {
  expect(parseQuantity(quantity)).toBe(value);
});

it.each(['', '.', '1 Gi', '1ki', '1K', 'Gi', '1e', '1e3Mi', 'NaN', null, {}, true])(
  'knows that %j is no quantity',
  quantity => {
    expect(parseQuantity(quantity)).toBe(undefined);
  }
);

it('compares what is written differently', () => {
  expect(compareQuantities('1', '1000m')).toBe(0);
  expect(compareQuantities('1Gi', '1G')).toBe(1);
  expect(compareQuantities('64Mi', '0.1Gi')).toBe(-1);
  expect(compareQuantities('64Mi', 'lots')).toBe(undefined);
});
