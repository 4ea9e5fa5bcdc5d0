import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widget } from '../../../../test/doubles/widget.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { fieldSchema, type StructuralSchema } from '../schema/structural.ts';
import { compare } from './compare.ts';
import { emptyObject } from './emptyObject.ts';
import { difference, type FieldSet, intersection, isSameSet, sorted, union } from './fieldSet.ts';
import { isMap, itemElement, mergeShape } from './mergeShape.ts';
import { isSameJson } from './sameJson.ts';
import { serverSideApply } from './serverSideApply.ts';
import { toFieldSet } from './toFieldSet.ts';
import { trackUpdate } from './trackUpdate.ts';

// No map or keyed list is applied empty: one that empties itself is null for a moment, upstream as here (a vector says so).
const name = (...names: string[]) => fc.constantFrom(...names);
const mapOf = (keys: string[], value: fc.Arbitrary<unknown>) =>
  fc.dictionary(name(...keys), value, { minKeys: 1, maxKeys: 3 });
const byName = (item: Record<string, fc.Arbitrary<unknown>>, names: string[]) =>
  fc.uniqueArray(fc.record({ name: name(...names), ...item }, { requiredKeys: ['name'] }), {
    selector: entry => entry.name,
    minLength: 1,
    maxLength: 3,
  });
const settings = fc.record(
  {
    a: fc.integer({ min: 0, max: 2 }),
    b: name('x', 'y'),
    nested: fc.record({ c: name('p', 'q') }),
  },
  { requiredKeys: ['a'] }
);
const spec = fc.record(
  {
    paused: fc.boolean(),
    replicas: fc.integer({ min: 0, max: 2 }),
    text: name('x', 'y'),
    finalizers: fc.uniqueArray(name('f', 'g', 'h'), { minLength: 1 }),
    args: fc.array(name('1', '2'), { maxLength: 2 }),
    tasks: byName(
      {
        image: name('i', 'j'),
        env: byName({ value: name('1', '2') }, ['A', 'B']),
        settings,
      },
      ['t1', 't2', 't3']
    ),
    labels: mapOf(['k', 'l'], name('1', '2')),
    atomicMap: mapOf(['k', 'l'], name('1', '2')),
    settings,
    values: mapOf(['x', 'y'], fc.oneof(fc.boolean(), mapOf(['z'], fc.boolean()), fc.constant([1]))),
  },
  { requiredKeys: ['paused'] }
);
const step = fc.record({
  manager: name('a', 'b', 'c'),
  apply: fc.boolean(),
  force: fc.boolean(),
  spec,
});
const history = fc.array(step, { minLength: 1, maxLength: 6 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function object(fields: Record<string, unknown>): KubernetesObject {
  return {
    apiVersion: 'test.lumen.dev/v1',
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'n' },
    spec: structuredClone(fields),
  };
}

function apply(live: KubernetesObject | undefined, { manager, force, spec }: Step, time: string) {
  return serverSideApply({ live, applied: object(spec), type: widget, manager, force, time });
}

function play(steps: Step[]): KubernetesObject | undefined {
  let live: KubernetesObject | undefined;
  steps.forEach((each, index) => {
    const time = `2026-01-01T00:00:0${index}Z`;
    if (each.apply) {
      const result = apply(live, each, time);
      if ('object' in result) live = result.object;
    } else {
      const metadata = live?.metadata ?? { name: 'w', namespace: 'n', uid: 'u' };
      const updated = { ...object(each.spec), metadata };
      live = trackUpdate({ live, updated, type: widget, manager: each.manager, time });
    }
  });
  return live;
}

describe('server-side apply, whatever came before', { timeout: 60_000 }, () => {
  it('changes nothing when the same is applied twice', () => {
    fc.assert(
      fc.property(history, step, (before, last) => {
        const first = apply(play(before), { ...last, force: true }, '2026-01-02T00:00:00Z');
        if (!('object' in first)) throw new Error('a forced apply has no conflicts');
        const second = apply(first.object, { ...last, force: false }, '2026-01-03T00:00:00Z');
        expect('object' in second && second.object).toBe(first.object);
      }),
      { seed: 3, numRuns: 120 }
    );
  });

  it('leaves every applied field in the object with its value', () => {
    fc.assert(
      fc.property(history, step, (before, last) => {
        const result = apply(play(before), { ...last, force: true }, '2026-01-02T00:00:00Z');
        if (!('object' in result)) throw new Error('a forced apply has no conflicts');
        expect(missing(widget.schema, object(last.spec), result.object)).toEqual([]);
      }),
      { seed: 4, numRuns: 120 }
    );
  });

  it('changes neither what it is given nor what another manager sets, unless forced', () => {
    fc.assert(
      fc.property(history, step, (before, last) => {
        const live = play(before);
        const copy = structuredClone(live);
        const result = apply(live, { ...last, force: false }, '2026-01-02T00:00:00Z');
        expect(live).toEqual(copy);
        if (!live || !('object' in result)) return;
        for (const entry of live.metadata.managedFields ?? []) {
          if (entry.manager === last.manager && entry.operation === 'Apply') continue;
          const changes = compare(widget.schema, live, result.object);
          const touched = union(changes.added, changes.modified);
          expect(intersection(entry.fieldsV1 as FieldSet, touched)).toEqual({});
        }
      }),
      { seed: 5, numRuns: 120 }
    );
  });

  it('owns together exactly what a walk over the object finds', () => {
    fc.assert(
      fc.property(history, steps => {
        const live = play(steps.map(each => ({ ...each, force: true })));
        const entries = live?.metadata.managedFields ?? [];
        const owned = entries.reduce<FieldSet>(
          (all, entry) => union(all, entry.fieldsV1 as FieldSet),
          {}
        );
        const there = toFieldSet(widget.schema, live);
        const everything = compare(widget.schema, emptyObject(widget), live).added;
        // Nobody owns what is not there (but the structs on the way), and no leaf is without an owner.
        expect(difference(owned, union(there, everything))).toEqual({});
      }),
      { seed: 6, numRuns: 120 }
    );
  });
});

/** The paths of applied values that are not in the live ones: an oracle that knows nothing of field sets. */
function missing(schema: StructuralSchema, applied: unknown, live: unknown, path = ''): string[] {
  const shape = mergeShape(schema, applied);
  if (shape.kind === 'map' && isMap(applied)) {
    return Object.entries(applied).flatMap(([key, value]) =>
      missing(
        shape.entry(key) ?? fieldSchema(schema, key) ?? {},
        value,
        isMap(live) ? live[key] : undefined,
        `${path}.${key}`
      )
    );
  }
  if (shape.kind === 'list' && Array.isArray(applied)) {
    const items = Array.isArray(live) ? live : [];
    return applied.flatMap(item => {
      const element = itemElement(shape, item);
      const match = items.find(other => itemElement(shape, other) === element);
      return match === undefined
        ? [`${path}[${element}]`]
        : missing(shape.item, item, match, `${path}[${element}]`);
    });
  }
  return isSameJson(applied, live) ? [] : [path];
}

describe('field sets', { timeout: 60_000 }, () => {
  const set = spec.map(fields => toFieldSet(widget.schema, object(fields)));

  it('obey the algebra of sets', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(sorted(union(difference(a, b), intersection(a, b)))).toEqual(sorted(a));
        expect(isSameSet(union(a, b), union(b, a))).toBe(true);
        expect(intersection(difference(a, b), b)).toEqual({});
      }),
      { seed: 7, numRuns: 120 }
    );
  });

  it('of a comparison tell the two objects apart and no more', () => {
    fc.assert(
      fc.property(spec, spec, (from, to) => {
        const { added, modified, removed } = compare(widget.schema, object(from), object(to));
        const before = toFieldSet(widget.schema, object(from));
        const after = toFieldSet(widget.schema, object(to));
        expect(difference(difference(after, before), union(added, modified))).toEqual({});
        expect(difference(difference(before, after), union(removed, modified))).toEqual({});
        expect(intersection(added, removed)).toEqual({});
      }),
      { seed: 8, numRuns: 120 }
    );
  });
});
