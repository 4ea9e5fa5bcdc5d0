import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

export const suspension: readonly ComparedCase[] = [
  {
    name: 'suspension',
    says: 'a Kustomization that somebody suspends, and one that always was',
    kustomizations: { app: {}, never: { suspend: true } },
    steps: [
      { commit: { 'one.yaml': configMapText('one') }, ends: { app: applied } },
      { patch: { app: { spec: { suspend: true } } }, ends: { app: applied } },
      { commit: { 'two.yaml': configMapText('two') }, ends: { app: applied } },
    ],
  },
];
