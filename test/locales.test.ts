import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const english: Record<string, string> = JSON.parse(
  readFileSync(join(root, 'locales/en/translation.json'), 'utf8')
);
const sources = ['src/core', 'src/plugin']
  .flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => /\.tsx?$/.test(file) && !file.includes('.test.'))
      .map(file => readFileSync(join(root, folder, file), 'utf8'))
  )
  .join('\n');

/** Keys without the plural forms that the languages add. */
const keys = new Set(Object.keys(english).map(key => key.replace(/_(one|other)$/, '')));
const find = (pattern: RegExp) => [...sources.matchAll(pattern)].map(match => match[1] ?? '');

describe('the words', () => {
  it('are there for every id that the code names', () => {
    const named = [
      ...find(/\bid(?:=|: )\{?['"]([a-z][\w.]+\w)['"]/g),
      ...find(/\bwords\(\s*['"]([a-z][\w.]+\w)['"]/g),
      ...find(/\bmakeColumn\(\s*'(\w+)'/g).map(column => `column.${column}`),
    ];
    expect([...new Set(named)].filter(id => !keys.has(id))).toEqual([]);
  });

  it('are there for some id of every family that the code puts together', () => {
    const families = [
      ...find(/\bid(?:=|: )\{?`([a-z][\w.]*\.)\$\{/g),
      ...find(/\bwords\(\s*`([a-z][\w.]*\.)\$\{/g),
    ];
    const all = [...keys];
    expect(
      [...new Set(families)].filter(family => !all.some(key => key.startsWith(family)))
    ).toEqual([]);
  });

  it('are used, every one', () => {
    const families = [
      ...find(/`([a-z][\w.]*[.\w])\$\{/g).filter(family => family.length > 3),
      // The units of relative times.
      ...find(/toSentence\('([\w.]+)'/g).map(prefix => `${prefix}.`),
    ];
    const literals = new Set(find(/['"`]([a-z][\w.]+\w)['"`]/g));
    const isUsed = (key: string) =>
      literals.has(key) || families.some(family => key.startsWith(family));
    expect([...keys].filter(key => !isUsed(key))).toEqual([]);
  });

  it('keep a time and its unit on one line', () => {
    const torn = Object.entries(english).filter(([, said]) => /\}\} (?:ms|s|min|h)\b/.test(said));
    expect(torn).toEqual([]);
  });

  it('have both plural forms, or neither', () => {
    const lonely = [...keys].filter(key => `${key}_one` in english !== `${key}_other` in english);
    expect(lonely).toEqual([]);
  });
});
