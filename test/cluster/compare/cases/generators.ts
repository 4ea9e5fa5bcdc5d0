import { applied, type ComparedCase } from '../comparedCase.ts';
import { deploymentText } from '../manifests.ts';

const web = deploymentText('web').replace(
  'image:',
  'envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: login } }]\n          image:'
);

export const generators: readonly ComparedCase[] = [
  {
    name: 'generators',
    says: 'generated ConfigMaps and Secrets with their hashes, old ones pruned',
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'kustomization.yaml': `resources: [web.yaml]
configMapGenerator:
  - name: settings
    literals: [colour=red]
    files: [motd.txt]
    envs: [settings.env]
  - name: fixed
    literals: [a=b]
    options: { disableNameSuffixHash: true, labels: { own: label } }
secretGenerator:
  - name: login
    literals: [user=ada]
    type: Opaque
`,
          'motd.txt': 'hello\nworld\n',
          'settings.env': 'ONE=1\nTWO=two words\n',
          'web.yaml': web,
        },
        ends: { app: applied },
      },
      { commit: { 'motd.txt': 'changed\n' }, ends: { app: applied } },
    ],
  },
];
