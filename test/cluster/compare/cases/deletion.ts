import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

export const deletion: readonly ComparedCase[] = [
  {
    name: 'deletion',
    says: 'what the end of a Kustomization deletes, by its policy',
    kustomizations: {
      mirror: { path: './mirror' },
      unpruned: { path: './unpruned', prune: false },
      orphan: { path: './orphan', deletionPolicy: 'Orphan' },
      delete: { path: './delete', prune: false, deletionPolicy: 'Delete' },
      wait: { path: './wait', deletionPolicy: 'WaitForTermination' },
      suspended: { path: './suspended' },
    },
    steps: [
      {
        commit: Object.fromEntries(
          ['mirror', 'unpruned', 'orphan', 'delete', 'wait', 'suspended'].map(name => [
            `${name}/one.yaml`,
            configMapText(name),
          ])
        ),
        ends: {
          mirror: applied,
          unpruned: applied,
          orphan: applied,
          delete: applied,
          wait: applied,
          suspended: applied,
        },
      },
      {
        patch: { suspended: { spec: { suspend: true } } },
        ends: { suspended: applied },
      },
      {
        patch: {
          mirror: null,
          unpruned: null,
          orphan: null,
          delete: null,
          wait: null,
          suspended: null,
        },
        ends: {
          mirror: null,
          unpruned: null,
          orphan: null,
          delete: null,
          wait: null,
          suspended: null,
        },
      },
    ],
  },
];
