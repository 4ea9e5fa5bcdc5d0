import type { KubernetesObject } from '../../../../src/core/kubernetes/object.ts';
import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const namespace = 'markers';
const marked = (name: string, marker: string, value = 'git') =>
  configMapText(name, { key: value }, `  annotations: { kustomize.toolkit.fluxcd.io/${marker} }\n`);
const byHand = (name: string, data: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});

export const markers: readonly ComparedCase[] = [
  {
    name: namespace,
    says: 'annotations that say how an object is applied, and edits by hand',
    before: ['once', 'ignored', 'disabled'].map(name => byHand(name, { key: 'there before' })),
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'once.yaml': marked('once', 'ssa: IfNotPresent'),
          'first.yaml': marked('first', 'ssa: IfNotPresent'),
          'ignored.yaml': marked('ignored', 'ssa: Ignore'),
          'disabled.yaml': marked('disabled', 'reconcile: disabled'),
          'merged.yaml': marked('merged', 'ssa: Merge'),
          'plain.yaml': configMapText('plain'),
        },
        ends: { app: applied },
      },
      {
        apply: ['first', 'merged', 'plain'].map(name =>
          byHand(name, { key: 'by hand', extra: 'by hand' })
        ),
        ends: { app: applied },
      },
      {
        commit: {
          'once.yaml': null,
          'ignored.yaml': null,
          'disabled.yaml': null,
          'merged.yaml': null,
        },
        ends: { app: applied },
      },
    ],
  },
];
