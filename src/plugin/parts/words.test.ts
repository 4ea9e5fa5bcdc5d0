import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fluxKinds } from '../../core/flux/kinds.ts';
import { stateNames } from '../../core/flux/state.ts';
import { englishWords } from './words.ts';

const root = resolve(import.meta.dirname, '../../..');
const texts: Record<string, string> = JSON.parse(
  readFileSync(join(root, 'locales/en/translation.json'), 'utf8')
);
const hasText = (id: string) => id in texts || `${id}_other` in texts;

/** Where an id stands as a literal: a sentence, the words of one, or an element that says it. */
const uses = [
  /\bid: '([a-z]\w*(?:\.\w+)*)'/gi,
  /\bwords\(\s*'([\w.]+)'/g,
  /<Say[^>]*?\sid="([\w.]+)"/g,
];

function idsIn(folder: string): string[] {
  return globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root })
    .filter(file => !/\.test\.tsx?$/.test(file))
    .flatMap(file => {
      const code = readFileSync(join(root, file), 'utf8');
      return uses.flatMap(use => [...code.matchAll(use)].map(match => `${file}: ${match[1]}`));
    });
}

describe('English', () => {
  it('has a text for every id that the plugin says', () => {
    const missing = idsIn('src/plugin').filter(use => !hasText(use.split(': ')[1] ?? ''));
    // An id of a thing that is no sentence: what the host registers.
    expect(missing.filter(use => !use.includes('src/plugin/headlamp/'))).toEqual([]);
  });

  it('has a text for every sentence of the core', () => {
    expect(idsIn('src/core/flux').filter(use => !hasText(use.split(': ')[1] ?? ''))).toEqual([]);
  });

  it('has a text for every state and kind', () => {
    const ids = [
      ...stateNames.map(name => `state.${name}`),
      ...fluxKinds.flatMap(({ kind, section }) => [
        `kinds.${kind}`,
        `page.empty.${kind}`,
        `nav.${section}`,
      ]),
    ];
    expect(ids.filter(id => !hasText(id))).toEqual([]);
  });

  it('has both plurals of each, and the values in both', () => {
    const values = (text = '') =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort();
    const odd = Object.keys(texts)
      .filter(id => id.endsWith('_one'))
      .map(id => id.slice(0, -4))
      .filter(id => !texts[`${id}_other`]);
    expect(odd).toEqual([]);
    expect(values(texts['cause.suspended.by.reason'])).toEqual(['by', 'reason', 'time']);
  });

  it('fills in values and chooses the plural', () => {
    expect(englishWords('tags', { count: 1 })).toBe('1 tag');
    expect(englishWords('tags', { count: 42 })).toBe('42 tags');
    expect(englishWords('no.such.id')).toBe('no.such.id');
  });
});
