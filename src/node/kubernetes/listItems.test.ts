import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListItems } from './listItems.ts';

/** What comes out of a text that comes in pieces, which end where `cuts` say; the items as they are written. */
function split(text: string, cuts: readonly number[] = []) {
  const items: string[] = [];
  const list = createListItems(json => items.push(json));
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    list.add(text.slice(from, cut));
    from = Math.max(from, cut);
  }
  list.add(text.slice(from));
  return { items, whole: list.end() };
}

describe('the items of a list', () => {
  it('come one by one, wherever the list says what it is', () => {
    const items = [{ metadata: { name: 'a' }, items: [{ b: 1 }] }, { c: '},{"items":[{' }];
    const metadata = { resourceVersion: '7', items: [{ not: 'one' }] };
    for (const list of [
      { apiVersion: 'v1', items, kind: 'PodList', metadata },
      { kind: 'items', apiVersion: 'v1', metadata, items },
    ]) {
      const whole = { ...list, items: [0, 0] };
      for (const indent of [0, 2]) {
        const found = split(JSON.stringify(list, null, indent));
        const read = found.items.map(json => JSON.parse(json) as unknown);
        expect([read, found.whole]).toEqual([items, whole]);
      }
    }
  });

  it('are none where there are none', () => {
    for (const list of [{ items: [] }, { items: null }, { metadata: {} }, [], 'items', 7]) {
      expect(split(JSON.stringify(list))).toEqual({ items: [], whole: list });
    }
  });

  it('are the same however the text is cut, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '\\"', '}]', '[{')
    );
    const item = fc.dictionary(text, fc.oneof(text, fc.jsonValue()));
    const cuts = fc.array(fc.nat(400), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(item), text, cuts, (items, word, at) => {
        const list = { apiVersion: word, items, kind: word, metadata: { [word]: word } };
        const json = JSON.stringify(list);
        const { items: found, whole } = split(
          json,
          at.filter(cut => cut < json.length)
        );
        const shell = JSON.stringify({ ...list, items: items.map(() => 0) });
        // As texts: Node 24 itself reads some keys wrong that are a backslash.
        expect([found, whole]).toEqual([
          items.map(each => JSON.stringify(each)),
          JSON.parse(shell),
        ]);
      }),
      { numRuns: 500, seed: Number(process.env.LUMEN_SEED ?? 1) }
    );
  });

  it('are not had from half a list', () => {
    const half = createListItems(() => {});
    half.add('{"items":[{"a":1},{"b"');
    expect(() => half.end()).toThrow(SyntaxError);
    expect(() => split('<html>')).toThrow(SyntaxError);
  });
});
