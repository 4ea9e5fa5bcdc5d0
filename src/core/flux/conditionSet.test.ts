import { describe, expect, it } from 'vitest';
import type { Condition } from '../kubernetes/conditions.ts';
import { withCondition, withoutCondition } from './conditionSet.ts';

const ready: Condition = {
  type: 'Ready',
  status: 'False',
  reason: 'BuildFailed',
  message: 'broken',
  lastTransitionTime: '2026-01-01T00:00:00Z',
  observedGeneration: 1,
};
const later = { now: '2026-01-02T00:00:00Z', generation: 2 };

describe('withCondition', () => {
  it('keeps the time of a condition that says the same, and moves its generation', () => {
    const { type, status, reason, message } = ready;
    expect(withCondition([ready], { type, status, reason, message }, later)).toEqual([
      { ...ready, observedGeneration: 2 },
    ]);
  });

  it('moves the time when only the message changes, as Flux does', () => {
    const next = withCondition([ready], { ...ready, message: 'still broken' }, later);
    expect(next).toEqual([
      { ...ready, message: 'still broken', lastTransitionTime: later.now, observedGeneration: 2 },
    ]);
  });

  it('puts Stalled, Reconciling and Ready first', () => {
    const types = ['Healthy', 'ArtifactInStorage', 'Ready', 'Stalled', 'Reconciling'];
    const all = types.reduce<Condition[]>(
      (conditions, type) => withCondition(conditions, { type, status: 'True' }, later),
      []
    );
    expect(all.map(condition => condition.type)).toEqual([
      'Stalled',
      'Reconciling',
      'Ready',
      'ArtifactInStorage',
      'Healthy',
    ]);
  });

  it('takes one away', () => {
    expect(withoutCondition([ready], 'Ready')).toEqual([]);
  });
});
