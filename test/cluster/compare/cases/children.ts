import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const namespace = 'children';
const child = (name: string, path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name} }
spec:
  interval: 1h
  prune: true
  path: ${path}
  targetNamespace: ${namespace}
  sourceRef: { kind: GitRepository, name: source }
`;

export const children: readonly ComparedCase[] = [
  {
    name: namespace,
    says: 'a Kustomization of Kustomizations, and a child renamed',
    kustomizations: { parent: { path: './parent' } },
    steps: [
      {
        commit: {
          'parent/one.yaml': child('one', './one'),
          'parent/two.yaml': child('two', './two'),
          'one/one.yaml': configMapText('of-one'),
          'two/two.yaml': configMapText('of-two'),
        },
        ends: { parent: applied, one: applied, two: applied },
      },
      {
        commit: { 'parent/two.yaml': child('renamed', './two') },
        ends: { parent: applied, one: applied, two: null, renamed: applied },
      },
    ],
  },
];
