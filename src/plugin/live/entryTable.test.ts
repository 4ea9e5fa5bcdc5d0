import { expect, it } from 'vitest';
import { createEntryTable } from './entryTable.ts';

const table = (...names: string[]) => {
  const made = createEntryTable<{ name: string; value: number }>(each => each.name);
  for (const [value, name] of names.entries()) made.set(name, { name, value });
  return made;
};

it('finds, replaces and deletes by key, wherever a value stands', () => {
  const made = table('a', 'b', 'c');
  made.set('b', { name: 'b', value: 9 });
  made.delete('a');
  made.delete('a');
  expect(made.get('a')).toBeUndefined();
  expect(made.get('b')?.value).toBe(9);
  expect(made.get('c')?.value).toBe(2);
  made.delete('c');
  made.set('d', { name: 'd', value: 4 });
  expect(made.entries.map(each => each.name).sort()).toEqual(['b', 'd']);
});

it('gives one array until something changes, and leaves those that it gave as they were', () => {
  const made = table('a', 'b');
  const before = made.entries;
  expect(made.entries).toBe(before);
  made.set('a', { name: 'a', value: 7 });
  expect(made.entries).not.toBe(before);
  expect(before[0]?.value).toBe(0);
});
