import { describe, expect, it } from 'vitest';
import { createIgnoreRules } from './ignoreRules.ts';

const left = (rules: (path: string) => boolean, paths: string[]) => paths.filter(p => !rules(p));

describe('createIgnoreRules', () => {
  it('leaves out version control and what no manifest is, where nobody wrote a rule', () => {
    const paths = ['.git/config', '.gitignore', 'a/.gitattributes', 'logo.png', '.github/w.yml'];
    const kept = ['app.yaml', 'docs/x.md'];
    const more = ['x/.sops.yaml', 'x.tar.gz', 'cloudbuild.yaml'];
    expect(left(createIgnoreRules([]), [...paths, ...kept, ...more])).toEqual(kept);
  });

  it('drops the defaults, but not version control, where someone wrote one', () => {
    const rules = createIgnoreRules([{ folder: '', text: '# a comment\n\n*.md\n' }]);
    expect(left(rules, ['logo.png', 'x.md', '.git/config', '.gitignore'])).toEqual(['logo.png']);
  });

  it('lets spec.ignore win, and brings back a file whose folder is out', () => {
    const rules = createIgnoreRules(
      [{ folder: '', text: '*.yaml' }],
      '/*\n!/deploy\n!**/keep.yaml'
    );
    const paths = ['a.yaml', 'deploy/a.yaml', 'other/keep.yaml', 'other/x.txt'];
    expect(left(rules, paths)).toEqual(['deploy/a.yaml', 'other/keep.yaml']);
  });

  it('holds a nested file only for its own folder', () => {
    const rules = createIgnoreRules([{ folder: 'apps', text: '/secret.txt\n*.bak' }]);
    const paths = ['apps/secret.txt', 'apps/x/secret.txt', 'apps/x/a.bak', 'a.bak', 'secret.txt'];
    expect(left(rules, paths)).toEqual(['apps/x/secret.txt', 'a.bak', 'secret.txt']);
  });
});
