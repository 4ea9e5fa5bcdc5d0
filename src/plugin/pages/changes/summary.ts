import type { Sentence } from '../../../core/sentence.ts';
import type { FeedState } from './changesFeed.ts';

/** What a change set comes to, in numbers. */
export interface Counts {
  changed: number;
  created: number;
  recreated: number;
  deleted: number;
  /** Objects that are alike on both sides, noise aside. */
  unchanged: number;
  /** Fields. */
  noise: number;
  notComparable: number;
}

export function countChanges({ entries, head }: Pick<FeedState, 'entries' | 'head'>): Counts {
  const counts: Counts = {
    ...{ changed: 0, created: 0, recreated: 0, deleted: 0, noise: 0, notComparable: 0 },
    unchanged: head?.counts.unchanged ?? 0,
  };
  for (const { change, noise, notComparable } of entries) {
    if (change !== 'same') counts[change] += 1;
    else if (notComparable === 0) counts.unchanged += 1;
    counts.noise += noise;
    counts.notComparable += notComparable;
  }
  return counts;
}

/** The line above all, up to what is hidden: what there is none of is left out. */
export function countSentences(counts: Counts): { differs: Sentence[]; rest: Sentence[] } {
  const kinds = ['changed', 'created', 'recreated', 'deleted'] as const;
  const differs = kinds.flatMap(kind =>
    counts[kind] > 0 ? { id: `changes.count.${kind}`, params: { count: counts[kind] } } : []
  );
  const unchanged = { id: 'changes.count.unchanged', params: { count: counts.unchanged } };
  return {
    differs: differs.length > 0 ? differs : [{ id: 'changes.count.none' }],
    rest: counts.unchanged > 0 ? [unchanged] : [],
  };
}
