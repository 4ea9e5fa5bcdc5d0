import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText, deploymentText } from '../manifests.ts';

export const names: readonly ComparedCase[] = [
  {
    name: 'names',
    says: 'prefixes and suffixes of names, and the references that follow them',
    kustomizations: { app: { namePrefix: 'spec-', nameSuffix: '-spec' } },
    steps: [
      {
        commit: {
          'kustomization.yaml':
            'namePrefix: git-\nresources: [one.yaml, web.yaml]\npatches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: web }\n      spec:\n        template:\n          spec:\n            containers:\n              - name: app\n                envFrom: [{ configMapRef: { name: one } }]\n',
          'one.yaml': configMapText('one'),
          'web.yaml': deploymentText('web'),
        },
        ends: { app: applied },
      },
    ],
  },
  {
    name: 'labels',
    says: 'commonMetadata over labels and annotations of the repository',
    kustomizations: {
      app: {
        commonMetadata: {
          labels: { team: 'lights', kept: 'spec' },
          annotations: { note: 'from the spec' },
        },
      },
    },
    steps: [
      {
        commit: {
          'one.yaml': configMapText(
            'one',
            { key: 'value' },
            '  labels: { kept: git, own: git }\n  annotations: { note: git, other: git }\n'
          ),
          'web.yaml': deploymentText('web'),
        },
        ends: { app: applied },
      },
    ],
  },
];
