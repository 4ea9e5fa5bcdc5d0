import { riskOf } from '../../core/diff/risk.ts';
import type { Pair } from './comparison.ts';

function rank({ ref, left, right }: Pair): number {
  const change = right === undefined ? 'deleted' : left === undefined ? 'created' : 'changed';
  const isRisky = riskOf(ref, change) !== undefined;
  if (change === 'deleted') return isRisky ? 0 : 2;
  if (change === 'created') return isRisky ? 1 : 4;
  // Moved, and otherwise as it was.
  return left === right ? 5 : 3;
}

/** What a person must not miss comes first. */
export function inOrder(pairs: readonly Pair[]): Pair[] {
  const keyed = pairs.map(pair => ({ pair, rank: rank(pair), text: textOf(pair) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return keyed.map(({ pair }) => pair);
}

const textOf = ({ kustomization, ref }: Pair) =>
  [kustomization, ref.kind, ref.namespace, ref.name, ref.group].join(' ');
