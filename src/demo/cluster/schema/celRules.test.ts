import { describe, expect, it } from 'vitest';
import { ruleErrors } from './celRules.ts';
import type { StructuralSchema, ValidationRule } from './structural.ts';

const integer: StructuralSchema = { type: 'integer' };
const string: StructuralSchema = { type: 'string' };

function object(
  properties: Record<string, StructuralSchema>,
  ...rules: ValidationRule[]
): StructuralSchema {
  return { type: 'object', properties, 'x-kubernetes-validations': rules };
}

describe('rules of a CustomResourceDefinition', () => {
  const range = object({ min: integer, max: integer }, { rule: 'self.min <= self.max' });

  it('pass, or say the rule where it has no message', () => {
    expect(ruleErrors(range, { min: 1, max: 2 }, undefined, 'spec')).toEqual([]);
    expect(ruleErrors(range, { min: 3, max: 2 }, undefined, 'spec')).toEqual([
      {
        field: 'spec',
        type: 'FieldValueInvalid',
        detail: 'Invalid value: failed rule: self.min <= self.max',
      },
    ]);
  });

  it('say their message, for their reason, of their field', () => {
    const schema = object(
      { kind: string, name: string },
      {
        rule: 'self.kind != "named" || has(self.name)',
        message: 'a named one needs a name',
        reason: 'FieldValueRequired',
        fieldPath: '.name',
      }
    );
    expect(ruleErrors(schema, { kind: 'named' }, undefined, 'spec')).toEqual([
      {
        field: 'spec.name',
        type: 'FieldValueRequired',
        detail: 'Required value: a named one needs a name',
      },
    ]);
  });

  it('compute their message, and fall back to the fixed one where that fails', () => {
    const rule = (messageExpression: string): ValidationRule => ({
      rule: 'self.size() < 3',
      message: 'too long',
      messageExpression,
    });
    const said = (messageExpression: string) =>
      ruleErrors(
        { ...string, 'x-kubernetes-validations': [rule(messageExpression)] },
        'abc',
        undefined,
        'spec.name'
      )[0]?.detail;
    expect(said("'not ' + self")).toBe('Invalid value: "abc": not abc');
    expect(said('self.nope')).toBe('Invalid value: "abc": too long');
  });

  it('that name oldSelf are asked on updates only', () => {
    const fixed: StructuralSchema = {
      ...string,
      'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'is immutable' }],
    };
    expect(ruleErrors(fixed, 'b', undefined, 'spec.class')).toEqual([]);
    expect(ruleErrors(fixed, 'a', 'a', 'spec.class')).toEqual([]);
    expect(ruleErrors(fixed, 'b', 'a', 'spec.class')).toEqual([
      {
        field: 'spec.class',
        type: 'FieldValueInvalid',
        detail: 'Invalid value: "b": is immutable',
      },
    ]);
  });

  it('find the old item of a keyed list by its key, and none in another list', () => {
    const items = object(
      { name: string, size: integer },
      { rule: 'self.size >= oldSelf.size', message: 'may not shrink' }
    );
    const keyed: StructuralSchema = {
      type: 'array',
      items,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    };
    const before = [
      { name: 'a', size: 2 },
      { name: 'b', size: 1 },
    ];
    const after = [
      { name: 'b', size: 1 },
      { name: 'a', size: 1 },
    ];
    expect(ruleErrors(keyed, after, before, 'spec.disks').map(error => error.field)).toEqual([
      'spec.disks[1]',
    ]);
    expect(ruleErrors({ type: 'array', items }, after, before, 'spec.disks')).toEqual([]);
  });

  it.each([
    "self.s.replace('a', 'x') == 'x.b'",
    "self.s.find('[a-z]') == 'a' && self.s.findAll('[a-z]') == ['a', 'b']",
    'self.l.isSorted() && self.l.sum() == 6 && self.l.min() == 1 && self.l.max() == 3',
    'self.l.indexOf(2) == 1 && self.l.lastIndexOf(9) == -1',
    "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('1').compareTo(quantity('1000m')) == 0",
    "isQuantity('1Mi') && !isQuantity('x') && isURL('https://x/y') && isIP('1.2.3.4') && isCIDR('10.0.0.0/8')",
  ])('may ask: %s', rule => {
    const schema = object({ s: string, l: { type: 'array', items: integer } }, { rule });
    expect(ruleErrors(schema, { s: 'a.b', l: [1, 2, 3] }, undefined, 'spec')).toEqual([]);
  });

  it('that cannot be evaluated refuse the object and say why', () => {
    const broken = object({}, { rule: 'self.nope == 1', message: 'm' });
    const [error] = ruleErrors(broken, {}, undefined, 'spec');
    expect(error).toMatchObject({ field: 'spec', type: 'FieldValueInvalid' });
    expect(error?.detail).toMatch(/nope.* evaluating rule: m$/);
  });
});
