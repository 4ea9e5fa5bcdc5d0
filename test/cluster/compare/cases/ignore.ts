import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const files = {
  'one.yaml': configMapText('one'),
  'docs/readme.md': '# docs\n',
  'docs/deep/two.yaml': configMapText('two'),
  'pictures/lamp.png': 'not a picture\n',
  '.github/workflows/ci.yaml': 'on: push\n',
  '.gitignore': 'secret\n',
  'app/.sops.yaml': 'creation_rules: []\n',
  'run.sh': '#!/bin/sh\n',
  'a file with spaces.txt': 'x\n',
};

export const ignore: readonly ComparedCase[] = [
  {
    name: 'ignore-defaults',
    says: 'what stays out of an artifact where nobody wrote a rule',
    kustomizations: { app: {} },
    steps: [{ commit: files, ends: { app: applied } }],
  },
  {
    name: 'ignore-files',
    says: '.sourceignore files, nested ones too',
    kustomizations: { app: { path: './apps' } },
    steps: [
      {
        commit: {
          ...files,
          '.sourceignore': '# a comment\n/docs/\n*.txt\n!important.txt\n\nlogs/**/*.log\n',
          'important.txt': 'kept\n',
          'logs/a/b.log': 'out\n',
          'logs/keep.md': 'in\n',
          'apps/.sourceignore': 'drafts/\n*.bak\n',
          'apps/two.yaml': configMapText('two'),
          'apps/drafts/three.yaml': configMapText('three'),
          'apps/old.bak': 'out\n',
          'other.bak': 'in\n',
        },
        ends: { app: applied },
      },
    ],
  },
  {
    name: 'ignore-spec',
    says: 'spec.ignore over .sourceignore, and its change',
    source: { ignore: '/*\n!/apps/\n!/docs/readme.md\n' },
    kustomizations: { app: { path: './apps' } },
    steps: [
      {
        commit: {
          ...files,
          '.sourceignore': 'apps/two.yaml\n',
          'apps/two.yaml': configMapText('two'),
          'apps/one.yaml': configMapText('one'),
        },
        ends: { app: applied },
      },
    ],
  },
];
