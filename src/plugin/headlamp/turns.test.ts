import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('lets so many of a cluster run at once, the others in their order, and each cluster by itself', () => {
  const started: string[] = [];
  const turns = createTurns(() => 2);
  const take = (cluster: string, name: string) => turns.take(cluster, () => started.push(name));
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

it('starts more, or fewer, as the limit says when one ends', () => {
  let limit = 1;
  const started: number[] = [];
  const turns = createTurns(() => limit);
  const ends = [0, 1, 2, 3].map(i => turns.take('noah', () => started.push(i)));
  expect(started).toEqual([0]);
  limit = 3;
  ends[0]?.();
  expect(started).toEqual([0, 1, 2, 3]);
  limit = 1;
  turns.take('noah', () => started.push(4));
  ends[1]?.();
  ends[2]?.();
  expect(started).toEqual([0, 1, 2, 3]);
  ends[3]?.();
  expect(started).toEqual([0, 1, 2, 3, 4]);
});
