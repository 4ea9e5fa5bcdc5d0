import { describe, expect, it } from 'vitest';
import { compileExpression } from './expression.ts';

const dep = {
  metadata: { name: 'infra', generation: 3, labels: { tier: 'base' } },
  status: { observedGeneration: 3, conditions: [{ type: 'Ready', status: 'True' }] },
};

describe('compileExpression', () => {
  it('compares whole numbers, walks lists and fields', () => {
    const texts = [
      'dep.status.observedGeneration == dep.metadata.generation',
      'dep.metadata.generation > 2',
      'dep.metadata.generation / 2 == 1',
      "dep.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
      "dep.metadata.labels['tier'] == self.metadata.labels['tier']",
      'has(dep.status.missing)',
    ];
    const self = { metadata: { labels: { tier: 'apps' } } };
    const answers = texts.map(text =>
      compileExpression(text, ['self', 'dep']).isTrue({ self, dep })
    );
    expect(answers).toEqual([true, true, true, true, false, false]);
  });

  it('takes the top fields of an object as variables', () => {
    const expression = compileExpression("status.phase == 'Bound'");
    expect(expression.isTrue({ status: { phase: 'Bound' } })).toBe(true);
  });

  it('throws for no CEL, for unknown variables and for an answer that is no boolean', () => {
    expect(() => compileExpression('dep.status ==', ['dep'])).toThrow();
    expect(() => compileExpression('other.status == 1', ['dep'])).toThrow();
    expect(() => compileExpression('dep.metadata.name', ['dep']).isTrue({ dep })).toThrow(
      'not a boolean'
    );
  });
});
