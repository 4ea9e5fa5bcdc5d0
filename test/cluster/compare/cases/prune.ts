import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

export const prune: readonly ComparedCase[] = [
  {
    name: 'prune',
    says: 'what a commit without an object deletes, and what keeps it',
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'one.yaml': configMapText('one'),
          'two.yaml': configMapText('two'),
          'kept.yaml': configMapText(
            'kept',
            { key: 'value' },
            '  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n'
          ),
        },
        ends: { app: applied },
      },
      { commit: { 'two.yaml': null, 'kept.yaml': null }, ends: { app: applied } },
    ],
  },
];
