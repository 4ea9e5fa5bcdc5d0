import { applyPatch, parsePatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { anEdit, anObject } from '../../../test/fixtures/anObject.ts';
import { type TextRow, textRows, toPatch } from './textDiff.ts';
import { yamlLines } from './yamlText.ts';

const numRuns = process.env.LUMEN_LONG === '1' ? 10_000 : 1_000;
// One seed unless told: `npm run test:long` tells another each time.
const seed = Number(process.env.LUMEN_SEED ?? 1);
const pairs = anObject.chain(left => anEdit(left).map(right => ({ left, right })));
const ref = { group: '', kind: 'X', namespace: 'a', name: 'b', version: 'v1' };

/** Long runs let the runner breathe: it takes a silent worker for a dead one. */
const breath = () => new Promise(resolve => setImmediate(resolve));

describe(`textRows on ${numRuns} pairs, LUMEN_SEED=${seed}`, () => {
  it('T1.1 holds each side whole and in order, whatever lies between them', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ({ left, right }) => {
        await breath();
        const rows = textRows(left, right, { context: Infinity, noise: true });
        const side = (which: 'left' | 'right') => rows.flatMap(row => row[which] ?? []);
        for (const [which, object] of [
          ['left', left],
          ['right', right],
        ] as const) {
          expect(side(which).map(({ text }) => text)).toEqual(yamlLines(object));
          expect(side(which).map(({ line }) => line)).toEqual(side(which).map((_, at) => at + 1));
        }
        expect(rows.filter(isOdd)).toEqual([]);
      }),
      { numRuns, seed }
    );
  }, 600_000);

  it('T1.2 writes YAML that reads back as the object', async () => {
    const isPlain = (text: string) => !/[\u0000-\u0008\u000b-\u001f\u200b\u202e]/.test(text);
    await fc.assert(
      fc.asyncProperty(anObject, async object => {
        await breath();
        fc.pre(Object.values(JSON.parse(JSON.stringify(object)) as object).length > 0);
        fc.pre(!/\\u|\\n/.test(JSON.stringify(object)) && isPlain(JSON.stringify(object)));
        const text = yamlLines(object).join('\n');
        expect(JSON.stringify(sorted(parse(text)))).toBe(JSON.stringify(sorted(object)));
      }),
      { numRuns, seed }
    );
  }, 600_000);

  it('T3.1 makes patches that turn the left text into the right one', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ({ left, right }) => {
        await breath();
        const patch = toPatch(ref, left, right);
        const [from, to] = [left, right].map(object => `${yamlLines(object).join('\n')}\n`);
        if (patch === '') expect(from).toBe(to);
        else expect([parsePatch(patch).length, applyPatch(from ?? '', patch)]).toEqual([1, to]);
      }),
      { numRuns, seed }
    );
  }, 600_000);
});

/** A row whose sides are not what its kind says, a raw control character, or a mark outside of its line. */
function isOdd({ kind, left, right }: TextRow): boolean {
  const fits = {
    same: left !== undefined && left.text === right?.text,
    changed: left !== undefined && right !== undefined,
    added: !left && right !== undefined,
    removed: left !== undefined && !right,
    fold: false,
  };
  const sides = [left, right].flatMap(side => side ?? []);
  const isHostile = sides.some(({ text }) => /[\u0000-\u0008\u000a-\u001f\u200b\u202e]/.test(text));
  const isOutside = sides.some(({ text, marks = [] }) =>
    marks.some(([start, end]) => start >= end || end > text.length)
  );
  return !fits[kind] || isHostile || isOutside;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, child]) => [key, sorted(child)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
