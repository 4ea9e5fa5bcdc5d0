import { describe, expect, it } from 'vitest';
import { type History, toCommits } from './history.ts';

const people = { ada: 'Ada <ada@hdhomelab.com>' };

function history(...commits: Partial<History['commits'][number]>[]): History {
  const usual = { branch: 'flux', author: 'ada', date: '2026-01-01T00:00:00Z', message: 'Change' };
  return { people, commits: commits.map(commit => ({ ...usual, ...commit })) };
}

const filesOf = (told: History, final: Record<string, string>) =>
  toCommits(told, new Map(Object.entries(final))).map(({ files }) => Object.fromEntries(files));

describe('a history', () => {
  it('gives each file as it was at each commit that wrote it', () => {
    const told = history(
      { adds: ['apps'] },
      { edits: [{ file: 'apps/a.yaml', before: 'tag: 1', after: 'tag: 2' }] },
      { adds: ['apps/late'], edits: [{ file: 'apps/a.yaml', before: '', after: 'more: true\n' }] }
    );
    expect(
      filesOf(told, {
        'apps/a.yaml': 'tag: 2\nmore: true\n',
        'apps/b.yaml': 'b',
        'apps/late/c.yaml': 'c',
      })
    ).toEqual([
      { 'apps/a.yaml': 'tag: 1\n', 'apps/b.yaml': 'b' },
      { 'apps/a.yaml': 'tag: 2\n' },
      { 'apps/a.yaml': 'tag: 2\nmore: true\n', 'apps/late/c.yaml': 'c' },
    ]);
  });

  it('refuses what does not fit the files', () => {
    const edit = { file: 'a', before: 'x', after: 'y' };
    expect(() => filesOf(history({ adds: ['b'] }), { a: 'y' })).toThrow('no commit adds a');
    expect(() => filesOf(history({ adds: ['a'] }, { edits: [edit] }), { a: 'y y' })).toThrow(
      '"y" stands 2 times in a'
    );
    expect(() => filesOf(history({ edits: [edit] }), {})).toThrow('edits a, which is no file');
    expect(() => filesOf(history({ adds: ['a'] }, { adds: ['b'] }), { a: '' })).toThrow(
      '"Change" changes nothing'
    );
    expect(() => filesOf(history({ adds: ['a'], author: 'eve' }), { a: '' })).toThrow(
      '"eve" is none of its people'
    );
  });
});
