import { expect, it } from 'vitest';
import { takeTurn } from './turns.ts';

it('lets two of a cluster open at once, the others in their order, and each cluster by itself', () => {
  const started: string[] = [];
  const take = (cluster: string, name: string) => takeTurn(cluster, () => started.push(name));
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => take('noah', name));
  take('vega', 'x');
  expect(started).toEqual(['a', 'b', 'x']);
  c?.();
  a?.();
  a?.();
  expect(started).toEqual(['a', 'b', 'x', 'd']);
  b?.();
  d?.();
  take('noah', 'e');
  expect(started).toEqual(['a', 'b', 'x', 'd', 'e']);
});

it('ends a turn that its own start gives back at once', () => {
  const started: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const done = takeTurn('oslo', () => started.push(i));
    done();
  }
  expect(started).toEqual([0, 1, 2, 3, 4]);
});
