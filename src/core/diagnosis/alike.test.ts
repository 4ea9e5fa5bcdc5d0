import { describe, expect, it } from 'vitest';
import { groupAlike } from './alike.ts';
import type { Cause } from './finding.ts';

const cause = (name: string, rule: string, said: string): Cause => ({
  rule,
  object: { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', namespace: 'media', name },
  says: { id: `rule.${rule}`, params: { said } },
  remedy: { id: `remedy.${rule}` },
  evidence: [],
  victims: [],
  isFresh: false,
});

describe('causes', () => {
  it('that say the very same of objects of one kind are one reason', () => {
    const [a, b, c] = [
      cause('a', 'failed', 'x'),
      cause('b', 'failed', 'x'),
      cause('c', 'failed', 'y'),
    ];
    expect(groupAlike([a, b, c])).toEqual([
      { first: a, others: [b] },
      { first: c, others: [] },
    ]);
  });
});
