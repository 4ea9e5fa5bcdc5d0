import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const inNamespace = (name: string, namespace: string) =>
  configMapText(name).replace('metadata:\n', `metadata:\n  namespace: ${namespace}\n`);

export const namespaces: readonly ComparedCase[] = [
  {
    name: 'target-namespace',
    says: 'the target namespace over namespaces of the repository',
    kustomizations: { app: { targetNamespace: 'target-namespace-made' } },
    steps: [
      {
        commit: {
          'namespace.yaml':
            'apiVersion: v1\nkind: Namespace\nmetadata: { name: target-namespace-made }\n',
          'one.yaml': configMapText('one'),
          'two.yaml': inNamespace('two', 'elsewhere'),
        },
        ends: { app: applied },
      },
    ],
  },
  {
    name: 'no-namespace',
    says: 'objects without a namespace, and namespaces that are not there',
    kustomizations: {
      none: { path: './none', targetNamespace: undefined },
      missing: { path: './missing', targetNamespace: undefined },
    },
    steps: [
      {
        commit: {
          'none/one.yaml': configMapText('one'),
          'missing/two.yaml': inNamespace('two', 'no-such-namespace'),
        },
        ends: { none: 'ReconciliationFailed', missing: 'ReconciliationFailed' },
      },
    ],
  },
];
