import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText, deploymentText } from '../manifests.ts';

export const patches: readonly ComparedCase[] = [
  {
    name: 'patches',
    says: 'strategic and JSON 6902 patches, in files and in the spec',
    kustomizations: {
      app: {
        patches: [
          {
            patch: '- op: add\n  path: /data/spec\n  value: from the Kustomization\n',
            target: { kind: 'ConfigMap', name: 'one' },
          },
          {
            patch:
              'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          env:\n            - name: COLOUR\n              value: red\n',
          },
        ],
      },
    },
    steps: [
      {
        commit: {
          'kustomization.yaml': `resources: [one.yaml, web.yaml]
patches:
  - path: web.patch.yaml
  - target: { kind: ConfigMap }
    patch: |-
      - op: replace
        path: /data/key
        value: patched
`,
          'one.yaml': configMapText('one', { key: 'value' }),
          'web.yaml': deploymentText('web'),
          'web.patch.yaml':
            'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  annotations:\n    note: patched\nspec:\n  revisionHistoryLimit: 3\n',
        },
        ends: { app: applied },
      },
      {
        commit: { 'one.yaml': configMapText('one', { key: 'value', more: 'is here' }) },
        ends: { app: applied },
      },
    ],
  },
];
