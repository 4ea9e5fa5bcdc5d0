import { applied, type ComparedCase } from '../comparedCase.ts';
import { deploymentText } from '../manifests.ts';

export const images: readonly ComparedCase[] = [
  {
    name: 'images',
    says: 'images that the repository and the spec replace',
    kustomizations: {
      app: {
        images: [
          { name: 'docker.io/library/nginx', newTag: '1.28.0' },
          { name: 'registry.example/old', newName: 'registry.example/new' },
          { name: 'busybox', digest: `sha256:${'0'.repeat(64)}` },
        ],
      },
    },
    steps: [
      {
        commit: {
          'kustomization.yaml':
            'resources: [web.yaml, old.yaml, box.yaml]\nimages:\n  - name: registry.example/old\n    newTag: "2"\n',
          'web.yaml': deploymentText('web'),
          'old.yaml': deploymentText('old', { image: 'registry.example/old:1' }),
          'box.yaml': deploymentText('box', { image: 'busybox:1' }),
        },
        ends: { app: applied },
      },
    ],
  },
];
