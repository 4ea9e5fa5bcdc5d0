import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const labelling = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: { kind: ConfigMap }
    patch: |-
      - op: add
        path: /metadata/labels
        value: { component: labelling }
`;

export const components: readonly ComparedCase[] = [
  {
    name: 'components',
    says: 'components of the repository and of the spec',
    kustomizations: {
      app: { path: './app', components: ['../components/extra'] },
      careless: {
        namePrefix: 'careless-',
        path: './careless',
        components: ['../components/extra', '../components/missing'],
        ignoreMissingComponents: true,
      },
      strict: { path: './strict', components: ['../components/missing'] },
    },
    steps: [
      {
        commit: {
          'app/kustomization.yaml':
            'resources: [one.yaml]\ncomponents: [../components/labelling]\n',
          'app/one.yaml': configMapText('one'),
          'careless/two.yaml': configMapText('two'),
          'strict/three.yaml': configMapText('three'),
          'components/labelling/kustomization.yaml': labelling,
          'components/extra/kustomization.yaml':
            'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -extra\nconfigMapGenerator:\n  - name: made\n    literals: [a=b]\n',
        },
        ends: { app: applied, careless: applied, strict: 'BuildFailed' },
      },
    ],
  },
];
