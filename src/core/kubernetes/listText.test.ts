import { describe, expect, it } from 'vitest';
import { type Page, toPage } from './listAnswer.ts';
import { createListText } from './listText.ts';
import { keyOf } from './objectChange.ts';

/** With lists of objects within, that begin as the objects themselves do, and what looks like their end. */
function custom(index: number) {
  const [apiVersion, kind] = ['example.org/v1', 'Widget'];
  const name = `widget-${index}`;
  const within = { apiVersion, kind, metadata: { name: 'within' } };
  const managedFields = [
    { apiVersion, manager: 'a' },
    { apiVersion, manager: 'b' },
  ];
  const spec = { text: `},{"apiVersion":"${apiVersion}"`, long: 'é'.repeat(2000), within };
  return {
    apiVersion,
    kind,
    metadata: { managedFields, name, namespace: 'team' },
    spec: { ...spec, list: Array.from({ length: 3 }, () => within) },
  };
}
const builtIn = (index: number) => ({
  metadata: { name: `pod-${index}`, namespace: 'team' },
  spec: { text: 'x'.repeat(2000), templates: [{ metadata: { name: 'a' } }, { metadata: {} }] },
});
const many = <T>(make: (index: number) => T) => Array.from({ length: 600 }, (_, at) => make(at));
const metadata = { resourceVersion: '7' };
const customList = {
  apiVersion: 'example.org/v1',
  items: many(custom),
  kind: 'WidgetList',
  metadata,
};
const podList = { kind: 'PodList', apiVersion: 'v1', metadata, items: many(builtIn) };

function read(text: string, size: number) {
  const list = createListText();
  const parts: Page[] = [];
  for (let at = 0; at < text.length; at += size) {
    const part = list.add(text.slice(at, at + size));
    if (part) parts.push(part);
  }
  return { parts, last: list.end() };
}

describe('the text of a list', () => {
  it.each([
    ['of a custom kind', customList],
    ['of a built-in kind, which says what it is before its items', podList],
    ['of pages', { ...podList, metadata: { ...metadata, continue: 'more' } }],
  ])('%s gives each object once, in order, whatever pieces it comes in', (_, body) => {
    const text = JSON.stringify(body);
    for (const size of [4099, 65_536, text.length]) {
      const { parts, last } = read(text, size);
      const whole = toPage(JSON.parse(text));
      const items = [...parts, last].flatMap(page => page?.items ?? []);
      expect(items).toEqual(whole?.items);
      expect({ ...last, items: [] }).toEqual({ ...whole, items: [] });
      expect(parts.every(part => part.isPart && part.next === undefined)).toBe(true);
      if (size < text.length) expect(parts.length).toBeGreaterThan(0);
    }
  });

  it('tells of some objects while most of them are on their way', () => {
    const { parts } = read(JSON.stringify(customList), 65_536);
    const counts = parts.map(part => part.items.length);
    expect(parts[0]?.items[0] && keyOf(parts[0].items[0])).toBe('team/widget-0');
    expect(counts[0]).toBeLessThan(150);
    // Each part is longer than the one before, until they are as long as a page may be held up.
    expect(counts[1]).toBeGreaterThan(counts[0] ?? 0);
  });

  it('begins with a small part, however much comes at once', () => {
    const text = JSON.stringify(customList);
    const [first] = read(text, text.length).parts;
    expect(first?.items.length).toBeGreaterThan(0);
    expect(first?.items.length).toBeLessThan(150);
  });

  it('comes as one part where it is written with spaces, and where its objects differ from the first one', () => {
    const { parts, last } = read(JSON.stringify(podList, undefined, 1), 65_536);
    expect([parts.length, last?.items.length]).toEqual([0, 600]);
    const [first, ...others] = many(builtIn);
    const odd = [{ apiVersion: 'v1', kind: 'Pod', ...first }, ...others];
    const answer = read(JSON.stringify({ ...podList, items: odd }), 65_536);
    expect([answer.parts.length, answer.last?.items.length]).toEqual([0, 600]);
  });

  it('is none where a proxy answers its own page, and no JSON where it breaks off', () => {
    expect(read('{"kind":"Status"}', 7).last).toBeUndefined();
    expect(() => read('<html>', 7)).toThrow();
    expect(() => read(JSON.stringify(customList).slice(0, -100), 65_536)).toThrow();
  });

  it('may be short', () => {
    expect(read(JSON.stringify({ ...podList, items: [] }), 9)).toEqual({
      parts: [],
      last: { items: [], resourceVersion: '7', next: undefined },
    });
  });
});
