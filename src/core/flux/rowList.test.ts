import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed, kustomization, newest, older } from '../../../test/fixtures/fluxObjects.ts';
import { toRef } from '../kubernetes/ref.ts';
import { matchesFilter, parseFilter } from './filter.ts';
import { compareRows, type Row, toRow } from './row.ts';
import { createRowList } from './rowList.ts';
import { fluxState } from './state.ts';
import { tallyOf } from './tally.ts';

function row(name: string, isBroken = false, isBehind = false): Row {
  const conditions = isBroken ? { conditions: failed('boom') } : {};
  const object = kustomization(name, { ...conditions, revision: isBehind ? older : newest });
  const about = { cluster: 'noah', ref: toRef(object), object, sourceRevision: newest };
  return toRow({ ...about, state: fluxState(object) });
}

describe('a row list', () => {
  it('is the same after any changes as one made anew', () => {
    const change = fc.record({ at: fc.nat(19), isBroken: fc.boolean(), isBehind: fc.boolean() });
    const queries = fc.constantFrom('', 'state:failing', 'is:behind', 'a1', 'state:ready a');
    fc.assert(
      fc.property(fc.array(change), queries, (changes, query) => {
        const filter = parseFilter(query);
        const anyState = parseFilter(query.replace(/state:\w+/, ''));
        const list = createRowList();
        // By name, so that it is the same of a row before and after.
        const isTroubled = ({ name, state }: Row) => state === 'ready' && name.endsWith('7');
        let all = Array.from({ length: 20 }, (_, index) => row(`a${index}`));
        list.update(all, filter, isTroubled);
        for (const { at, isBroken, isBehind } of changes) {
          all = all.with(at, row(`a${at}`, isBroken, isBehind));
          const troubled = new Set(all.filter(isTroubled));
          const found = all.filter(each => matchesFilter(each, filter));
          expect(list.update(all, filter, isTroubled)).toEqual({
            rows: found.sort((a, b) => compareRows(a, b, troubled)),
            tally: tallyOf(all.filter(each => matchesFilter(each, anyState))),
          });
        }
      }),
      { seed: 7, numRuns: 100 }
    );
  });

  it('starts over when rows come, go, or another filter is asked for', () => {
    const list = createRowList();
    const [a, b] = [row('a'), row('b', true)];
    const all = parseFilter('');
    expect(list.update([a, b], all).rows).toEqual([b, a]);
    expect(list.update([a], all).rows).toEqual([a]);
    expect(list.update([a], parseFilter('state:failing')).rows).toEqual([]);
  });

  it('puts a ready row over something broken before those that are well, and back once it is mended', () => {
    const list = createRowList();
    const all = [row('a'), row('b'), row('c', true)];
    const [a, b, c] = all;
    const filter = parseFilter('');
    const isTroubled = ({ name }: Row) => name === 'b';
    expect(list.update(all, filter, isTroubled).rows).toEqual([c, b, a]);
    expect(list.update(all, filter, () => false).rows).toEqual([c, a, b]);
  });

  it('keeps the identity of what has not changed', () => {
    const list = createRowList();
    const filter = parseFilter('');
    const rows = [row('a'), row('b')];
    const first = list.update(rows, filter);
    expect(list.update([...rows], filter)).toBe(first);
    expect(list.update([rows[0]!, row('b')], filter).tally).toBe(first.tally);
  });
});
