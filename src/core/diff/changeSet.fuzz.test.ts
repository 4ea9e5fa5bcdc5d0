import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEdit, anObject } from '../../../test/fixtures/anObject.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { applyDiff } from './applyDiff.ts';
import { diffObjects } from './changeSet.ts';

const numRuns = process.env.LUMEN_LONG === '1' ? 10_000 : 1_000;
// One seed unless told: `npm run test:long` tells another each time.
const seed = Number(process.env.LUMEN_SEED ?? 1);

const refOf = ({ kind }: KubernetesObject) => ({
  group: '',
  kind,
  namespace: '',
  name: 'x',
  version: 'v1',
});

/** Long runs let the runner breathe: it takes a silent worker for a dead one. */
const breath = () => new Promise(resolve => setImmediate(resolve));

describe(`diffObjects on ${numRuns} pairs, LUMEN_SEED=${seed}`, () => {
  it('D2.1 gives the right side when it is applied to the left', async () => {
    const pairs = anObject.chain(left => anEdit(left).map(right => ({ left, right })));
    await fc.assert(
      fc.asyncProperty(pairs, async ({ left, right }) => {
        await breath();
        const diff = diffObjects({ ref: refOf(left), left, right });
        expect(sorted(applyDiff(left, diff.fields))).toEqual(sorted(right));
      }),
      { numRuns, seed }
    );
  }, 600_000);

  it('D2.2 finds nothing between an object and itself, and the same paths both ways', async () => {
    const pairs = anObject.chain(left => anEdit(left).map(right => ({ left, right })));
    await fc.assert(
      fc.asyncProperty(pairs, async ({ left, right }) => {
        await breath();
        expect(diffObjects({ ref: refOf(left), left, right: structuredClone(left) })).toEqual({
          ref: refOf(left),
          change: 'same',
          fields: [],
          noise: 0,
          notComparable: 0,
        });
        const there = diffObjects({ ref: refOf(left), left, right });
        const back = diffObjects({ ref: refOf(left), left: right, right: left });
        expect(applyDiff(right, back.fields)).toBeDefined();
        expect(there.fields.length === 0).toBe(back.fields.length === 0);
      }),
      { numRuns, seed }
    );
  }, 600_000);
});

const tagMaps = new Set(['metadata', 'labels', 'annotations']);

/**
 * With the keys of every map in one order, so that a failure reads well, and without maps of labels or annotations
 * that hold nothing (N4). Lists keep their order.
 */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, child]) => [key, sorted(child)] as const)
    .filter(([key, child]) => !(tagMaps.has(key) && isBlank(child)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
}
