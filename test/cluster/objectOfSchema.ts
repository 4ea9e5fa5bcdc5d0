import fc from 'fast-check';
import type { StructuralSchema } from '../../src/demo/cluster/schema/structural.ts';

type Value = fc.Arbitrary<unknown>;

/** Values that fit a schema, but for its rules about several fields, which some of them break. */
export function fitting(schema: StructuralSchema): Value {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema['x-kubernetes-int-or-string']) return fc.oneof(fc.nat(99), fc.constant('50%'));
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 });
    case 'string':
      return text(schema);
    case 'array':
      return fc.array(fitting(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 2, (schema.minItems ?? 0) + 2),
      });
    case 'object':
      return object(schema);
    default:
      return fc.constantFrom<unknown>({ free: { of: ['any', 'form'] } });
  }
}

function text({ pattern, format, minLength = 0, maxLength = 12 }: StructuralSchema): Value {
  if (format === 'date-time') return fc.constant('2026-01-01T00:00:00Z');
  if (pattern) return fc.stringMatching(new RegExp(pattern)).filter(one => one.length < 60);
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 12) });
}

function object({ properties, required = [], additionalProperties }: StructuralSchema): Value {
  if (!properties) {
    if (typeof additionalProperties !== 'object') return fc.constant({});
    const key = fc.stringMatching(/^[a-z]{1,6}$/);
    return fc.dictionary(key, fitting(additionalProperties), { maxKeys: 2 });
  }
  const fields = Object.entries(properties).map(([key, field]): [string, Value] => {
    const value = fitting(field);
    // Most fields are left out: whole objects would break some rule each time.
    const seldom = fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: value }
    );
    const often = required.includes(key) ? value : seldom;
    return [key, often];
  });
  return fc.record(Object.fromEntries(fields)).map(withoutGaps);
}

function withoutGaps(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

const intruders: readonly unknown[] = [
  null,
  '',
  'Ünïcode ☃',
  'x'.repeat(3000),
  0,
  -1,
  1.5,
  2 ** 40,
  true,
  [],
  ['a', 'a'],
  {},
  { stranger: 1 },
];

/** The same object with something wrong at one or two places, or at least strange. */
export function mutated(original: Value): Value {
  const edit = fc.record({ at: fc.nat(), what: fc.nat(intruders.length), add: fc.boolean() });
  return fc
    .tuple(original, fc.array(edit, { minLength: 1, maxLength: 2 }))
    .map(([value, edits]) => {
      const copy = structuredClone(value);
      for (const { at, what, add } of edits) {
        const places = placesOf(copy);
        const place = places[at % places.length];
        if (!place) continue;
        const { parent, key } = place;
        if (what === intruders.length) remove(parent, key);
        else if (add && Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
        else if (add)
          (parent as Record<string, unknown>)[`${key}x`] = structuredClone(intruders[what]);
        else (parent as Record<string, unknown>)[key] = structuredClone(intruders[what]);
      }
      return copy;
    });
}

interface Place {
  parent: object;
  key: string;
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [
    { parent: value, key },
    ...placesOf(field),
  ]);
}

function remove(parent: object, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Record<string, unknown>)[key];
}
