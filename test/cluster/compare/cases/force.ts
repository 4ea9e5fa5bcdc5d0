import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const immutable = (value: string) => `${configMapText('fixed', { key: value })}immutable: true\n`;

export const force: readonly ComparedCase[] = [
  {
    name: 'force',
    says: 'fields that may not change, with force and without',
    kustomizations: {
      forcing: { path: './forcing', force: true },
      marked: { path: './marked' },
      refused: { path: './refused' },
    },
    steps: [
      {
        commit: {
          'forcing/fixed.yaml': immutable('one').replace('fixed', 'forced'),
          'marked/fixed.yaml': immutable('one').replace(
            'name: fixed',
            'name: marked\n  annotations: { kustomize.toolkit.fluxcd.io/force: enabled }'
          ),
          'refused/fixed.yaml': immutable('one'),
          'refused/another.yaml': configMapText('another'),
        },
        ends: { forcing: applied, marked: applied, refused: applied },
      },
      {
        commit: {
          'forcing/fixed.yaml': immutable('two').replace('fixed', 'forced'),
          'marked/fixed.yaml': immutable('two').replace(
            'name: fixed',
            'name: marked\n  annotations: { kustomize.toolkit.fluxcd.io/force: enabled }'
          ),
          'refused/fixed.yaml': immutable('two'),
          'refused/another.yaml': configMapText('another', { key: 'changed' }),
        },
        ends: { forcing: applied, marked: applied, refused: 'ReconciliationFailed' },
      },
    ],
  },
];
